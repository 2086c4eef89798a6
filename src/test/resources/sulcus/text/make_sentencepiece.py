"""A SentencePiece BPE vocabulary in a GGUF file, and what SentencePiece makes of some texts.

Usage: make_sentencepiece.py TEXT OUT (made with sentencepiece 0.2, gguf 0.19, on the bundled sample's training text): trains on TEXT
and writes OUT/sentencepiece.gguf (metadata alone) and OUT/sentencepiece.json.
"""
import io
import json
import os
import sys

import gguf
import sentencepiece

TEXTS = ["the model of the sea", "  two spaces,  and\ttabs\nand lines\n\n", "Ünïcödé ☃ 🧠 日本語", "a", " ", "", "the the the the",
         "word" * 40, "1234567890 3.14159", "\u2581 underlined", "it's we'll don't"]

model = io.BytesIO()
sentencepiece.SentencePieceTrainer.train(
    sentence_iterator=iter(open(sys.argv[1], encoding="utf-8")), model_writer=model, model_type="bpe", vocab_size=800,
    byte_fallback=True, normalization_rule_name="identity", remove_extra_whitespaces=False, split_digits=True,
    allow_whitespace_only_pieces=True, num_threads=1, minloglevel=2)
spm = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
types = []
for i in range(len(spm)):
    types.append(gguf.TokenType.UNKNOWN if spm.is_unknown(i) else gguf.TokenType.CONTROL if spm.is_control(i)
                 else gguf.TokenType.BYTE if spm.is_byte(i) else gguf.TokenType.NORMAL)
file = gguf.GGUFWriter(os.path.join(sys.argv[2], "sentencepiece.gguf"), "llama")
file.add_tokenizer_model("llama")
file.add_tokenizer_pre("default")
file.add_token_list([spm.id_to_piece(i) for i in range(len(spm))])
file.add_token_scores([spm.get_score(i) for i in range(len(spm))])
file.add_token_types(types)
file.add_bos_token_id(spm.bos_id())
file.add_eos_token_id(spm.eos_id())
file.add_unk_token_id(spm.unk_id())
file.add_add_space_prefix(True)
file.write_header_to_file()
file.write_kv_data_to_file()
file.write_tensors_to_file()
file.close()
cases = [{"text": text, "ids": spm.encode(text), "decoded": spm.decode(spm.encode(text))} for text in TEXTS]
with open(os.path.join(sys.argv[2], "sentencepiece.json"), "w") as out:
    json.dump(cases, out, indent=1)
    out.write("\n")
