"""What leaves with a clip: files that appear only when whole, the record, the contact sheet."""
