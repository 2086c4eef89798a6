"""Makes blocks.safetensors: random blocks of every quantized type that is read and what gguf.quants.dequantize makes of them,
and random numbers with what gguf.quants.quantize makes of them, for the types that it writes.

python blocks.py    (needs numpy, gguf and safetensors)
"""
import os

import gguf
import numpy
from gguf import GGMLQuantizationType as T
from safetensors.numpy import save_file

# where a block's float16 scales lie; their bytes must be no NaN and no infinity, all others may be anything
SCALES = {
    T.Q4_0: [0], T.Q4_1: [0, 2], T.Q5_0: [0], T.Q5_1: [0, 2], T.Q8_0: [0],
    T.Q2_K: [80, 82], T.Q3_K: [108], T.Q4_K: [0, 2], T.Q5_K: [0, 2], T.Q6_K: [208],
    T.IQ4_NL: [0], T.IQ4_XS: [0], T.MXFP4: [], T.NVFP4: [],
}
EDGES = [0.0, -0.0, 2.0**-24, -3 * 2.0**-24, 65504.0, -65504.0, 1.0]


def blocks(kind, count, random):
    elements, size = gguf.GGML_QUANT_SIZES[kind]
    made = random.integers(0, 256, (count, size), dtype=numpy.uint8)
    for at in SCALES[kind]:
        scales = random.normal(0, 0.1, count).astype(numpy.float16)
        scales[: len(EDGES)] = random.permutation(EDGES).astype(numpy.float16)
        made[:, at:at + 2] = scales.view(numpy.uint8).reshape(count, 2)
    if kind == T.MXFP4:
        made[:4, 0] = [0, 1, 2, 254]
    if kind == T.NVFP4:
        made[:2, :4] = [[0, 1, 7, 8], [0x7F, 0x7E, 0x80, 0xFF]]
    return made


def main():
    random = numpy.random.default_rng(6)
    tensors = {}
    for kind in SCALES:
        made = blocks(kind, 12, random)
        tensors[kind.name + ".blocks"] = made
        tensors[kind.name + ".values"] = gguf.quants.dequantize(made, kind).astype(numpy.float32).reshape(-1)
    numbers = random.normal(0, 1, (16, 32)).astype(numpy.float32)
    numbers *= (10.0 ** random.uniform(-6, 3, (16, 1))).astype(numpy.float32)
    numbers[0] = 0
    numbers[1] = 2.5
    numbers[2] = numpy.round(numbers[2] * 4) / 4
    numbers[3] = -abs(numbers[3])
    tensors["numbers"] = numbers.reshape(-1)
    for kind in [T.Q4_0, T.Q4_1, T.Q5_0, T.Q5_1, T.Q8_0]:
        tensors[kind.name + ".quantized"] = gguf.quants.quantize(numbers, kind).reshape(-1)
    place = os.path.join(os.path.dirname(os.path.abspath(__file__)), "blocks.safetensors")
    save_file(tensors, place, metadata={"gguf": "0.19.0", "seed": "6"})


main()
