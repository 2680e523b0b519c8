"""Lists to subscribe to: the same query string as the page, followed by a reader or a calendar."""
