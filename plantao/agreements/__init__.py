"""What was promised: each handbook as applied, the calendars with their days, and the customers' contracts."""
