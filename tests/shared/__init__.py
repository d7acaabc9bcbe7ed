"""What several files of tests share, by subject: the means, not the tests."""
