"""After approval (sau phê duyệt): the support (lượt hỗ trợ) that begins at the issue."""
