"""The development mailbox (hộp thư thử): letters as they really arrived, over SMTP."""
