package sulcus.run;

import sulcus.model.Description;

/**
 * The part of {@link LayerScript} for a mixture of experts. Named tensors of such a layer: {@code router} (experts × H), {@code
 * experts} (neurons of each, whole numbers; one more than the router has rows where an expert is passed by all tokens, whose
 * share is a sigmoid of {@code shared_gate}), {@code gate} and {@code up} (n × H, the experts' rows one after another) and {@code
 * down} (H × n). Each expert computes the tokens that chose it and no others; the parts of the matrices are views. Activation, up
 * and product are zero where a token did not choose a neuron's expert; the product has the expert's share in it.
 */
final class MixtureScript {
    private MixtureScript() {}

    private static final String SOURCE = """
              def times(self: __torch__.Layer, x: Tensor, matrix: Tensor) -> Tensor:
                if ops.prim.dtype(matrix) == 15:
                  y = torch.to(torch.linear(torch.to(x, 15), matrix), 6)
                else:
                  y = torch.linear(x, matrix)
                return y
              def into(self: __torch__.Layer, x: Tensor, name: str, start: int, count: int, offset: int, w: Dict[str, Tensor]) -> Tensor:
                y = self.times(x, torch.narrow(w[name], 0, start, count))
                if torch.__contains__(w, "up.a"):
                  y = y + torch.linear(torch.linear(x, w["up.a"]), torch.narrow(w["up.b"], 0, offset + start, count))
                return y
              def spread(self: __torch__.Layer, x: Tensor, rows: Tensor, values: Tensor) -> Tensor:
                empty = torch.zeros([torch.size(x, 0), torch.size(values, 1)], dtype=6, device=x.device)
                return torch.index_add(empty, 0, rows, values)
              def mixture(self: __torch__.Layer, x: Tensor, want: int, w: Dict[str, Tensor]) -> List[Tensor]:
                widths = w["experts"]
                count = torch.size(w["router"], 0)
                neurons = torch.size(w["down"], 1)
                routed = torch.linear(x, w["router"])
                if not $OF_INPUT:
                  routed = torch.softmax(routed, -1)
                chosen = torch.topk(routed, $PER_TOKEN)
                shares = chosen[0]
                if $OF_INPUT:
                  shares = torch.sigmoid(shares)
                if $RENORMALIZED:
                  shares = shares / torch.sum(shares, [-1], True)
                loads = torch.bincount(torch.reshape(chosen[1], [-1]), None, count)
                y = torch.zeros_like(x)
                activations = annotate(List[Tensor], [])
                ups = annotate(List[Tensor], [])
                products = annotate(List[Tensor], [])
                start = 0
                for e in range(torch.size(widths, 0)):
                  width = int(torch.select(widths, 0, e))
                  load = torch.size(x, 0)
                  if e < count:
                    load = int(torch.select(loads, 0, e))
                  if width > 0 and load > 0:
                    if e < count:
                      hit = torch.eq(chosen[1], e)
                      rows = torch.reshape(torch.nonzero(torch.any(hit, 1)), [-1])
                      input = torch.index_select(x, 0, rows)
                      share = torch.index_select(torch.sum(shares * hit, [1], True), 0, rows)
                      if $OF_INPUT:
                        input = input * share
                        share = torch.ones_like(share)
                    else:
                      rows = torch.arange(0, load, dtype=4, device=x.device)
                      input = x
                      if $OF_INPUT:
                        share = torch.ones([load, 1], dtype=6, device=x.device)
                      else:
                        share = torch.sigmoid(torch.linear(x, w["shared_gate"]))
                    activation = self.activate(self.into(input, "gate", start, width, 0, w))
                    up = self.into(input, "up", start, width, neurons, w)
                    product = activation * up * share
                    if want != 0:
                      _0 = torch.append(activations, self.spread(x, rows, activation))
                      _1 = torch.append(ups, self.spread(x, rows, up))
                      _2 = torch.append(products, self.spread(x, rows, product))
                    if torch.__contains__(w, "factor"):
                      product = product * torch.narrow(w["factor"], 0, start, width)
                    part = self.times(product, torch.narrow(w["down"], 1, start, width))
                    if torch.__contains__(w, "down.a"):
                      part = part + torch.linear(torch.linear(product, torch.narrow(w["down.a"], 1, start, width)), w["down.b"])
                    y = torch.index_add(y, 0, rows, part)
                  if want != 0 and load == 0:
                    nothing = torch.zeros([torch.size(x, 0), width], dtype=6, device=x.device)
                    _3 = torch.append(activations, nothing)
                    _4 = torch.append(ups, nothing)
                    _5 = torch.append(products, nothing)
                  start = start + width
                if torch.__contains__(w, "down.bias"):
                  y = y + w["down.bias"]
                if want != 0:
                  out = [y, torch.cat(activations, 1), torch.cat(ups, 1), torch.cat(products, 1)]
                else:
                  out = [y, y, y, y]
                return out
            """;

    static String source(Description d) {
        Description.Experts experts = d.mlp().experts();
        return SOURCE.replace("$PER_TOKEN", Integer.toString(experts == null ? 1 : experts.perToken()))
                .replace("$OF_INPUT", experts != null && experts.ofInput() ? "True" : "False")
                .replace("$RENORMALIZED", experts != null && experts.renormalized() ? "True" : "False");
    }
}
