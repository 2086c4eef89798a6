package sulcus.run;

import java.util.Locale;
import sulcus.model.Description;

/**
 * The forward of a transformer as TorchScript, written from its {@link Description}: one call into the engine does half a
 * layer, so its temporaries are freed inside the engine as soon as they are used, and scaled dot product attention, which
 * DJL's own operations lack, is within reach. The source is in the language in which PyTorch serializes modules: plain
 * Python syntax, operators under {@code torch.}.
 *
 * <p>A matrix {@code name} that has {@code name.a} (r × input) and {@code name.b} (output × r) beside it acts as
 * {@code name + b·a}: two thin products, so that a gradient for them needs none for the matrix.
 *
 * <p>Matrices may be bfloat16 (type 15 in PyTorch; 6 is float32): the product then rounds its input too, and its result is float32 again.
 *
 * <p>Every method takes a tensor, a {@code plan} (whole numbers, on the CPU: window, wanted results, then the lengths of the
 * texts that lie one after another in the tensor) and named tensors. Nothing is changed in place, so that gradients can
 * flow through it. Shapes: T tokens, H hidden size, n neurons, V vocabulary.
 *
 * <ul>
 *   <li>{@code embed(rows T × H)}: scaled, with {@code position} rows added
 *   <li>{@code attend(x T × H)} → [stream after attention T × H, (head outputs T × heads·size), (keys, values)]
 *   <li>{@code mlp(x T × H)} → [stream after the MLP, (activation T × n), (up T × n), (product T × n)]
 *   <li>{@code logits(x T × H)} → [T × V]
 *   <li>{@code losses(x T × H)} with {@code targets} (up to T) → [as many losses in nats]
 *   <li>{@code rounded(x)} → [the same as bfloat16]
 *   <li>{@code finite(x)} → [whether all values are]
 * </ul>
 */
final class LayerScript {
    /** Bits of the plan's second number: which results come back besides the stream. */
    static final int ACTIVATION = 1;

    static final int UP = 2;
    static final int PRODUCT = 4;
    static final int HEADS = 8;
    static final int CACHE = 16;

    private LayerScript() {}

    private static final String NORM = """
              def norm(self: __torch__.Layer, x: Tensor, name: str, w: Dict[str, Tensor]) -> Tensor:
                if not torch.__contains__(w, name):
                  if not $WEIGHTED and (name == "attention_norm" or name == "mlp_norm" or name == "final_norm"):
                    return torch.layer_norm(x, [torch.size(x, -1)], None, None, $EPSILON)
                  return x
                scale = w[name]
                if $UNIT_OFFSET:
                  scale = scale + 1.
                bias = self.optional(name + ".bias", w)
                if $RMS:
                  y = x * torch.rsqrt(torch.mean(x * x, [-1], True) + $EPSILON) * scale
                  if bias is not None:
                    y = y + bias
                  return y
                return torch.layer_norm(x, [torch.size(x, -1)], scale, bias, $EPSILON)
              def head_norm(self: __torch__.Layer, x: Tensor, name: str, w: Dict[str, Tensor]) -> Tensor:
                if $EACH_HEAD and torch.__contains__(w, name):
                  scale = torch.reshape(w[name], [torch.size(x, 1), torch.size(x, 2)])
                  if $RMS:
                    return x * torch.rsqrt(torch.mean(x * x, [-1], True) + $EPSILON) * scale
                  return torch.layer_norm(x, [torch.size(x, -1)], None, None, $EPSILON) * scale
                return self.norm(x, name, w)
              def added(self: __torch__.Layer, x: Tensor, name: str, w: Dict[str, Tensor]) -> Tensor:
                y = self.norm(x, name, w)
                if $RESIDUAL_SCALED:
                  y = y * $RESIDUAL_SCALE
                return y
              def optional(self: __torch__.Layer, name: str, w: Dict[str, Tensor]) -> Optional[Tensor]:
                if torch.__contains__(w, name):
                  found : Optional[Tensor] = w[name]
                else:
                  found = None
                return found
              def linear(self: __torch__.Layer, x: Tensor, name: str, w: Dict[str, Tensor]) -> Tensor:
                matrix = w[name]
                bias = self.optional(name + ".bias", w)
                if ops.prim.dtype(matrix) == 15:
                  y = torch.to(torch.linear(torch.to(x, 15), matrix), 6)
                  if bias is not None:
                    y = y + bias
                else:
                  y = torch.linear(x, matrix, bias)
                if torch.__contains__(w, name + ".a"):
                  return torch.addmm(y, torch.linear(x, w[name + ".a"]), torch.t(w[name + ".b"]))
                return y
            """;

    private static final String EMBED = """
              def embed(self: __torch__.Layer, x: Tensor, plan: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
                y = x
                if torch.__contains__(w, "embedding"):
                  y = torch.embedding(w["embedding"], x)
                if $EMBEDDING_SCALED:
                  y = y * $EMBEDDING_SCALE
                if torch.__contains__(w, "position"):
                  y = y + w["position"]
                return [self.norm(y, "embedding_norm", w)]
            """;

    // keys and values are seen by all query heads of their group through a stride of zero: nothing is repeated in
    // memory
    private static final String ATTEND = """
              def turn(self: __torch__.Layer, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
                half = torch.size(cosine, -1)
                a = torch.narrow(x, -1, 0, half)
                b = torch.narrow(x, -1, half, half)
                first = torch.addcmul(a * cosine, b, sine, value=-1)
                second = torch.addcmul(b * cosine, a, sine)
                rest = torch.size(x, -1) - 2 * half
                if rest > 0:
                  return torch.cat([first, second, torch.narrow(x, -1, 2 * half, rest)], -1)
                return torch.cat([first, second], -1)
              def look(self: __torch__.Layer, query: Tensor, key: Tensor, value: Tensor, window: int, w: Dict[str, Tensor]) -> Tensor:
                tokens = torch.size(query, 0)
                seen = torch.size(key, 0)
                groups = torch.size(key, 1)
                q = torch.permute(torch.view(query, [tokens, groups, $GROUP, $HEAD_SIZE]), [1, 2, 0, 3])
                k = torch.expand(torch.unsqueeze(torch.permute(key, [1, 0, 2]), 1), [groups, $GROUP, seen, $HEAD_SIZE])
                v = torch.expand(torch.unsqueeze(torch.permute(value, [1, 0, 2]), 1), [groups, $GROUP, seen, $HEAD_SIZE])
                narrow = window > 0 and seen > window
                chunked = window < 0 and seen > -window
                mask : Optional[Tensor] = None
                if narrow or chunked or $SOFTCAPPED or $ALIBI or (seen > tokens and tokens > 1):
                  here = torch.unsqueeze(torch.arange(seen - tokens, seen, dtype=4, device=query.device), 1)
                  there = torch.unsqueeze(torch.arange(0, seen, dtype=4, device=query.device), 0)
                  visible = torch.le(there, here)
                  if narrow:
                    visible = torch.logical_and(visible, torch.gt(there, here - window))
                  if chunked:
                    visible = torch.logical_and(visible, torch.eq(torch.floor_divide(there, -window), torch.floor_divide(here, -window)))
                  mask = visible
                if $SOFTCAPPED or $ALIBI:
                  scores = torch.matmul(q * $ATTENTION_SCALE, torch.transpose(k, 2, 3))
                  if $SOFTCAPPED:
                    scores = torch.tanh(scores / $ATTENTION_SOFTCAP) * $ATTENTION_SOFTCAP
                  if $ALIBI:
                    back = torch.arange(1 - seen, 1, dtype=6, device=query.device)
                    scores = scores + torch.reshape(w["slopes"], [groups, $GROUP, 1, 1]) * back
                  if mask is not None:
                    scores = torch.masked_fill(scores, torch.logical_not(mask), -inf)
                  out = torch.matmul(torch.softmax(scores, -1), v)
                else:
                  causal = mask is None and tokens > 1
                  out = torch.scaled_dot_product_attention(q, k, v, mask, 0., causal, scale=$ATTENTION_SCALE)
                return torch.reshape(torch.permute(out, [2, 0, 1, 3]), [tokens, groups * $GROUP * $HEAD_SIZE])
              def attend(self: __torch__.Layer, x: Tensor, plan: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
                window = int(torch.select(plan, 0, 0))
                want = int(torch.select(plan, 0, 1))
                tokens = torch.size(x, 0)
                qkv = self.linear(self.norm(x, "attention_norm", w), "query_key_value", w)
                if $CLIPPED:
                  qkv = torch.clamp(qkv, -$CLIP, $CLIP)
                groups = torch.floordiv(torch.size(w["attention_output"], 1), $GROUP * $HEAD_SIZE)
                queries = groups * $GROUP
                turning = queries + groups
                flat = torch.narrow(qkv, 1, 0, turning * $HEAD_SIZE)
                if $ACROSS_HEADS:
                  flat = torch.cat([self.norm(torch.narrow(flat, 1, 0, queries * $HEAD_SIZE), "query_norm", w), self.norm(torch.narrow(flat, 1, queries * $HEAD_SIZE, groups * $HEAD_SIZE), "key_norm", w)], 1)
                qk = torch.view(flat, [tokens, turning, $HEAD_SIZE])
                value = torch.view(torch.narrow(qkv, 1, turning * $HEAD_SIZE, groups * $HEAD_SIZE), [tokens, groups, $HEAD_SIZE])
                if not $ACROSS_HEADS and (torch.__contains__(w, "query_norm") or torch.__contains__(w, "key_norm")):
                  qk = torch.cat([self.head_norm(torch.narrow(qk, 1, 0, queries), "query_norm", w), self.head_norm(torch.narrow(qk, 1, queries, groups), "key_norm", w)], 1)
                if torch.__contains__(w, "cosine"):
                  qk = self.turn(qk, w["cosine"], w["sine"])
                  if $TURNED_NORM:
                    qk = qk * torch.rsqrt(torch.mean(qk * qk, [-1], True) + $EPSILON)
                query = torch.narrow(qk, 1, 0, queries)
                if torch.__contains__(w, "query_scale"):
                  query = query * w["query_scale"]
                key = torch.narrow(qk, 1, queries, groups)
                if torch.__contains__(w, "past_key"):
                  key = torch.cat([w["past_key"], key], 0)
                  value = torch.cat([w["past_value"], value], 0)
                texts = torch.size(plan, 0) - 2
                if texts == 1:
                  heads = self.look(query, key, value, window, w)
                else:
                  parts = annotate(List[Tensor], [])
                  start = 0
                  for i in range(texts):
                    length = int(torch.select(plan, 0, i + 2))
                    part = self.look(torch.narrow(query, 0, start, length), torch.narrow(key, 0, start, length), torch.narrow(value, 0, start, length), window, w)
                    _0 = torch.append(parts, part)
                    start = start + length
                  heads = torch.cat(parts, 0)
                y = self.added(self.linear(heads, "attention_output", w), "post_attention_norm", w)
                out = [x + y]
                if want & 8 != 0:
                  _1 = torch.append(out, heads)
                if want & 16 != 0:
                  _2 = torch.append(out, key)
                  _3 = torch.append(out, value)
                return out
            """;

    private static final String MLP = """
              def activate(self: __torch__.Layer, x: Tensor) -> Tensor:
                return $ACTIVATE
              def plain(self: __torch__.Layer, x: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
                neurons = torch.size(w["down"], 1)
                both = self.linear(x, "up", w)
                up = both
                if $GATED:
                  activation = self.activate(torch.narrow(both, 1, 0, neurons))
                  up = torch.narrow(both, 1, neurons, neurons)
                  product = activation * up
                else:
                  activation = self.activate(both)
                  product = activation
                if torch.__contains__(w, "factor"):
                  y = self.linear(product * w["factor"], "down", w)
                else:
                  y = self.linear(product, "down", w)
                return [y, activation, up, product]
              def mlp(self: __torch__.Layer, x: Tensor, plan: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
                want = int(torch.select(plan, 0, 1))
                normed = self.norm(x, "mlp_norm", w)
                if torch.__contains__(w, "router"):
                  parts = self.mixture(normed, want, w)
                else:
                  parts = self.plain(normed, w)
                y = parts[0]
                if torch.__contains__(w, "shift"):
                  y = y + w["shift"]
                y = self.added(y, "post_mlp_norm", w)
                if torch.__contains__(w, "residual"):
                  out = [w["residual"] + y]
                else:
                  out = [x + y]
                if want & 1 != 0:
                  _1 = torch.append(out, parts[1])
                if want & 2 != 0:
                  _2 = torch.append(out, torch.contiguous(parts[2]))
                if want & 4 != 0:
                  _3 = torch.append(out, parts[3])
                return out
            """;

    private static final String HEAD = """
              def project(self: __torch__.Layer, x: Tensor, w: Dict[str, Tensor]) -> Tensor:
                parts = annotate(List[Tensor], [])
                i = 0
                name = "output0"
                while torch.__contains__(w, name):
                  _0 = torch.append(parts, self.linear(x, name, w))
                  i = i + 1
                  name = torch.format("output{}", i)
                y = parts[0]
                if i > 1:
                  y = torch.cat(parts, 1)
                if $LOGITS_SCALED:
                  y = y * $LOGIT_SCALE
                if $LOGITS_CAPPED:
                  y = torch.tanh(y / $LOGIT_SOFTCAP) * $LOGIT_SOFTCAP
                return y
              def logits(self: __torch__.Layer, x: Tensor, plan: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
                return [self.project(self.norm(x, "final_norm", w), w)]
              def losses(self: __torch__.Layer, x: Tensor, plan: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
                targets = torch.unsqueeze(w["targets"], 1)
                normed = self.norm(x, "final_norm", w)
                parts = annotate(List[Tensor], [])
                count = torch.size(targets, 0)
                start = 0
                while start < count:
                  length = min($LOSS_TOKENS, count - start)
                  p = torch.log_softmax(self.project(torch.narrow(normed, 0, start, length), w), 1)
                  part = torch.gather(p, 1, torch.narrow(targets, 0, start, length))
                  _0 = torch.append(parts, torch.neg(torch.squeeze(part, 1)))
                  start = start + length
                return [torch.cat(parts, 0)]
              def rounded(self: __torch__.Layer, x: Tensor, plan: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
                return [torch.to(x, 15)]
              def finite(self: __torch__.Layer, x: Tensor, plan: Tensor, w: Dict[str, Tensor]) -> List[Tensor]:
                return [torch.all(torch.isfinite(x))]
            """;

    /** Tokens whose logits exist at the same time while losses are computed: 128 × 49,152 values are 25 MB. */
    private static final int LOSS_TOKENS = 128;

    static String source(Description d) {
        String head = """
                class Layer(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                """;
        return (head + NORM + EMBED + ATTEND + MLP + MixtureScript.source(d) + HEAD)
                .replace("$UNIT_OFFSET", truth(d.norm().unitOffset()))
                .replace("$ACROSS_HEADS", truth(d.norm().heads() == Description.HeadNorm.ACROSS))
                .replace("$TURNED_NORM", truth(d.norm().heads() == Description.HeadNorm.TURNED))
                .replace("$EACH_HEAD", truth(d.norm().heads() == Description.HeadNorm.EACH))
                .replace("$ALIBI", truth(d.position() instanceof Description.Position.Alibi))
                .replace("$WEIGHTED", truth(d.norm().weighted()))
                .replace("$RMS", truth(d.norm().rms()))
                .replace("$EPSILON", number(d.norm().epsilon()))
                .replace("$EMBEDDING_SCALED", truth(d.embedding().scale() != 1))
                .replace("$EMBEDDING_SCALE", number(d.embedding().scale()))
                .replace("$RESIDUAL_SCALED", truth(d.embedding().residualScale() != 1))
                .replace("$RESIDUAL_SCALE", number(d.embedding().residualScale()))
                .replace("$CLIPPED", truth(d.attention().clip() > 0))
                .replace("$CLIP", number(d.attention().clip()))
                .replace("$GROUP", Integer.toString(d.groupSize()))
                .replace("$HEAD_SIZE", Integer.toString(d.headSize()))
                .replace("$SOFTCAPPED", truth(d.attention().softcap() > 0))
                .replace("$ATTENTION_SOFTCAP", number(d.attention().softcap()))
                .replace("$ATTENTION_SCALE", number(d.attention().scale()))
                .replace("$ACTIVATE", activation(d.activation()))
                .replace("$GATED", truth(d.gated()))
                .replace("$LOGITS_SCALED", truth(d.embedding().logitScale() != 1))
                .replace("$LOGIT_SCALE", number(d.embedding().logitScale()))
                .replace("$LOGITS_CAPPED", truth(d.embedding().logitSoftcap() > 0))
                .replace("$LOGIT_SOFTCAP", number(d.embedding().logitSoftcap()))
                .replace("$LOSS_TOKENS", Integer.toString(LOSS_TOKENS));
    }

    private static String activation(Description.Activation activation) {
        return switch (activation) {
            case SILU -> "torch.silu(x)";
            case GELU -> "torch.gelu(x)";
            case GELU_TANH -> "torch.gelu(x, approximate=\"tanh\")";
            case RELU -> "torch.relu(x)";
        };
    }

    private static String truth(boolean value) {
        return value ? "True" : "False";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.17e", value);
    }
}
