"""Where real digits come from: mirrors, IDX files, torchvision's sets, folders of one's own.

Nothing is trained or masked here.
"""
