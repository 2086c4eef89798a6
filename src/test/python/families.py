"""Tiny random models of families of models, with the values that Hugging Face transformers computes for them.

Usage: families.py OUT [NAMES] (made with transformers 5.24, PyTorch 2.15 on a CPU; the weights differ from version to version, what
is computed for them does not). Each folder holds what save_pretrained writes and expected.safetensors: input_ids, logits,
mean_token_loss, and per layer the inputs of the down projection and of the attention's output projection. Layers with experts
have no module for the former: their router's choice is taken and each expert computed here.
"""
import os
import sys

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM
from transformers.models.auto.configuration_auto import CONFIG_MAPPING

HIDDEN, HEADS, GROUPS, LAYERS, NEURONS, VOCABULARY, TOKENS = 32, 4, 2, 3, 56, 61, 28
COMMON = dict(vocab_size=VOCABULARY, hidden_size=HIDDEN, num_attention_heads=HEADS, num_hidden_layers=LAYERS,
              initializer_range=0.2, bos_token_id=1, eos_token_id=2, pad_token_id=0)
GROUPED = dict(COMMON, num_key_value_heads=GROUPS, intermediate_size=NEURONS, max_position_embeddings=64)
EXPERTS = dict(num_experts=4, num_experts_per_tok=2, moe_intermediate_size=24)

FAMILIES = {
    'olmo2': ('olmo2', GROUPED),
    'stablelm': ('stablelm', GROUPED),
    'stablelm-parallel': ('stablelm', dict(GROUPED, use_parallel_residual=True, use_qkv_bias=True)),
    'starcoder2': ('starcoder2', dict(GROUPED, sliding_window=10)),
    'glm': ('glm', dict(GROUPED, head_dim=8, attention_bias=True)),
    'glm4': ('glm4', dict(GROUPED, head_dim=8)),
    'falcon': ('falcon', dict(COMMON, ffn_hidden_size=NEURONS, multi_query=True, parallel_attn=True, bias=False)),
    'falcon-groups': ('falcon', dict(COMMON, ffn_hidden_size=NEURONS, num_kv_heads=GROUPS,
                                     new_decoder_architecture=True, bias=True)),
    'gemma3': ('gemma3_text', dict(GROUPED, head_dim=8, sliding_window=10, query_pre_attn_scalar=16,
                                   layer_types=['sliding_attention', 'full_attention', 'sliding_attention'])),
    'smollm3': ('smollm3', dict(GROUPED, no_rope_layers=[1, 0, 1])),
    'cohere': ('cohere', dict(GROUPED, logit_scale=0.25)),
    'cohere-norms': ('cohere', dict(GROUPED, use_qk_norm=True)),
    'cohere2': ('cohere2', dict(GROUPED, head_dim=8, sliding_window=10,
                                layer_types=['sliding_attention', 'full_attention', 'sliding_attention'])),
    'bloom': ('bloom', COMMON),
    'falcon-alibi': ('falcon', dict(COMMON, ffn_hidden_size=NEURONS, multi_query=False, parallel_attn=False, bias=True,
                                    alibi=True)),
    'olmo3': ('olmo3', dict(GROUPED, sliding_window=10,
                            layer_types=['sliding_attention', 'full_attention', 'sliding_attention'])),
    'olmo': ('olmo', dict(GROUPED, clip_qkv=0.8)),
    'granite': ('granite', dict(GROUPED, embedding_multiplier=3.0, attention_multiplier=0.2, residual_multiplier=0.4,
                                logits_scaling=2.5, attention_bias=True)),
    'exaone4': ('exaone4', dict(GROUPED, sliding_window=10, sliding_window_pattern=2)),
    'falcon-one-norm': ('falcon', dict(COMMON, ffn_hidden_size=NEURONS, num_kv_heads=GROUPS,
                                       new_decoder_architecture=True, num_ln_in_parallel_attn=1)),
    'stablelm-norms': ('stablelm', dict(GROUPED, use_parallel_residual=True, qk_layernorm=True)),
    'mixtral': ('mixtral', dict(GROUPED, num_local_experts=4, num_experts_per_tok=2)),
    'qwen2-moe': ('qwen2_moe', dict(GROUPED, **EXPERTS, shared_expert_intermediate_size=40, mlp_only_layers=[1])),
    'qwen3-moe': ('qwen3_moe', dict(GROUPED, **EXPERTS, head_dim=8, norm_topk_prob=True, decoder_sparse_step=2)),
    'olmoe': ('olmoe', dict(GROUPED, num_experts=4, num_experts_per_tok=2, num_key_value_heads=HEADS)),
    'llama4': ('llama4_text', dict(GROUPED, head_dim=8, num_local_experts=4, num_experts_per_tok=1, moe_layers=[0, 2],
                                   intermediate_size_mlp=48, attention_chunk_size=10, no_rope_layers=[1, 0, 1], floor_scale=6,
                                   attn_scale=0.3)),
}
DOWN = ('down_proj', 'c_proj', 'dense_4h_to_h')
OUTPUT = ('o_proj', 'dense')


def make(folder, kind, settings, seed):
    torch.manual_seed(seed)
    config = CONFIG_MAPPING[kind](**settings)
    # Falcon's eager attention (5.24) adds its linear biases twice, here and in the mask
    attention = 'sdpa' if settings.get('alibi') else 'eager'
    model = AutoModelForCausalLM.from_config(config, attn_implementation=attention).float().eval()
    # norms away from 1, biases away from 0, so that neither can be forgotten
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.dim() == 1:
                parameter.add_(0.1 * torch.randn_like(parameter))
    values = {}

    def note(name):
        def hook(module, inputs):
            values[name] = inputs[0].detach().clone().reshape(TOKENS, -1)
        return hook

    def note_experts(layer, block):
        def hook(module, inputs):
            x = inputs[0].reshape(TOKENS, -1)
            experts, columns = block.experts, []
            if hasattr(block, 'router'):
                # Llama 4: the share is a factor of the expert's input, and the expert that all tokens pass has none
                shares, _ = block.router(x)
                for e in range(experts.num_experts):
                    gate, up = (x * shares[:, e:e + 1] @ experts.gate_up_proj[e]).chunk(2, dim=-1)
                    columns.append(experts.act_fn(gate) * up)
                one = block.shared_expert
                columns.append(one.activation_fn(one.gate_proj(x)) * one.up_proj(x))
                values[f'layer.{layer}.mlp_down_input'] = torch.cat(columns, 1).detach().clone()
                return
            _, shares, chosen = block.gate(x)
            for e in range(experts.num_experts):
                gate, up = torch.nn.functional.linear(x, experts.gate_up_proj[e]).chunk(2, dim=-1)
                share = (shares * (chosen == e)).sum(-1, keepdim=True)
                columns.append(experts.act_fn(gate) * up * share)
            if hasattr(block, 'shared_expert'):
                one = block.shared_expert
                columns.append(one.act_fn(one.gate_proj(x)) * one.up_proj(x) * block.shared_expert_gate(x).sigmoid())
            values[f'layer.{layer}.mlp_down_input'] = torch.cat(columns, 1).detach().clone()
        return hook

    for name, module in model.named_modules():
        parts = name.split('.')
        if hasattr(module, 'experts'):
            module.register_forward_pre_hook(note_experts(parts[-2], module))
        layer = next((p for p in parts if p.isdigit()), None)
        if layer is None:
            continue
        if parts[-1] in DOWN and ('mlp' in parts or 'feed_forward' in parts) and 'shared_expert' not in parts:
            module.register_forward_pre_hook(note(f'layer.{layer}.mlp_down_input'))
        elif parts[-1] in OUTPUT:
            module.register_forward_pre_hook(note(f'layer.{layer}.attention_output_input'))
    ids = torch.randint(3, VOCABULARY, (1, TOKENS))
    with torch.no_grad():
        out = model(ids, labels=ids)
    values.update(input_ids=ids[0], logits=out.logits[0].clone(), mean_token_loss=out.loss.reshape(1))
    model.save_pretrained(folder)
    save_file({k: v.contiguous() for k, v in values.items()}, os.path.join(folder, 'expected.safetensors'))
    generation = os.path.join(folder, 'generation_config.json')
    if os.path.exists(generation):
        os.remove(generation)
    print(folder, type(model).__name__, len(values), 'values,', sum(p.numel() for p in model.parameters()), 'numbers')


for number, (name, (kind, settings)) in enumerate(FAMILIES.items()):
    if sys.argv[2:] and name not in sys.argv[2:]:
        continue
    make(os.path.join(sys.argv[1], name), kind, settings, 100 + number)
