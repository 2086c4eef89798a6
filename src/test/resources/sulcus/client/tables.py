import sys

import pandas

scores = pandas.read_csv(sys.argv[1])
connectivity = pandas.read_csv(sys.argv[2], index_col="network")
values = connectivity.to_numpy()
print(len(scores), scores[(scores.layer == 1) & (scores.neuron == 9)].scores.iloc[0], *values.shape,
      values.trace(), abs(values - values.T).max())
