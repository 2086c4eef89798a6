"""What gguf-py reads: gguf_facts.py FILE.gguf prints the architecture, the number of tensors, and the sum of all values."""
import sys

import gguf

reader = gguf.GGUFReader(sys.argv[1])
total = 0.0
for tensor in reader.tensors:
    total += float(gguf.quants.dequantize(tensor.data, tensor.tensor_type).astype("f8").sum())
print(reader.fields["general.architecture"].contents(), len(reader.tensors), total)
