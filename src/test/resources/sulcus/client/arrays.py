import sys

import numpy
from safetensors.numpy import load_file

maps = numpy.load(sys.argv[1], allow_pickle=False)
courses = load_file(sys.argv[2])
masks = numpy.load(sys.argv[3], allow_pickle=False)
assert maps.dtype == numpy.float32 and masks.dtype == numpy.bool_
print(*maps.shape, maps[2, 5], len(courses), courses["layer.3.time_courses"][2, 7], masks.sum())
