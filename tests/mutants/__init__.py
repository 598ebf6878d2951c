"""Ten mistakes made on purpose in a copy of the code: tests that do not see them prove nothing."""
