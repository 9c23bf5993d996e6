package ai.miniai.examples;

import ai.miniai.nn.Embedding;
import ai.miniai.nn.LearnedPositionalEmbedding;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.attention.TransformerEncoder;
import ai.miniai.nn.attention.TransformerEncoderLayer;
import ai.miniai.nn.norm.LayerNorm;
import ai.miniai.tensor.Tensor;
import java.util.List;

/**
 * Learns to predict the next character of a text with causal self-attention. It is trained and
 * writes as {@link TextWithLstm}; only the network is another.
 */
public final class TextWithAttention {
  private static final int WIDTH = 64;

  private TextWithAttention() {}

  /** Characters [batch, time] to logits of the next ones [batch, classes, time]. */
  static final class Network extends Module {
    private final Module embedding = child("embedding", new Embedding(TextWithLstm.CLASSES, WIDTH));
    private final Module position =
        child("position", new LearnedPositionalEmbedding(TextWithLstm.WINDOW, WIDTH));
    private final Module encoder =
        child("encoder", new TransformerEncoder(List.of(layer(), layer()), new LayerNorm(WIDTH)));
    private final Module toClass = child("toClass", new Linear(WIDTH, TextWithLstm.CLASSES));

    private static TransformerEncoderLayer layer() {
      return new TransformerEncoderLayer(WIDTH, 4, 2 * WIDTH, 0).normFirst().causal();
    }

    @Override
    protected Tensor forward(Tensor x) {
      return toClass.call(encoder.call(position.call(embedding.call(x)))).transpose(1, 2);
    }
  }

  public static void main(String... arguments) {
    TextWithLstm.report(Network::new);
  }
}
