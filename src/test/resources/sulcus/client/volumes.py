import sys

import nibabel
import numpy

maps, scores = nibabel.load(sys.argv[1]), nibabel.load(sys.argv[2])
x, y, z, volume = (int(word) for word in sys.argv[3:])
values = maps.get_fdata(dtype=numpy.float32)
middle = nibabel.affines.apply_affine(maps.affine, (numpy.array(maps.shape[:3]) - 1) / 2)
print(*maps.shape, values[x, y, z, volume], scores.get_fdata(dtype=numpy.float32)[x, y, z],
      values[..., volume].astype("f8").sum(), *middle)
