package ai.miniai.examples.battery.tasks;

import ai.miniai.nn.Embedding;
import ai.miniai.nn.Identity;
import ai.miniai.nn.LearnedPositionalEmbedding;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.Outputs;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.attention.TransformerEncoderLayer;
import ai.miniai.nn.recurrent.GRU;
import ai.miniai.nn.recurrent.LSTM;
import ai.miniai.tensor.Tensor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tokens [batch, time] to logits: [batch, classes], or [batch, classes, time] for texts. */
final class TokenNetwork extends Module {
  private static final int WIDTH = 32;
  private static final int LONGEST = 64;

  /** What of the states [batch, time, width] the last layer gets. */
  private enum Reading {
    LAST {
      @Override
      Tensor of(Tensor states) {
        return states.select(1, states.size(1) - 1);
      }
    },
    MEAN {
      @Override
      Tensor of(Tensor states) {
        return states.mean(1);
      }
    },
    EACH {
      @Override
      Tensor of(Tensor states) {
        return states;
      }
    };

    abstract Tensor of(Tensor states);
  }

  private final Reading reading;
  private final Module embedding = child("embedding", new Embedding(MadeUpTokens.TOKENS, WIDTH));
  private final Module body;
  private final Module between;
  private final Module head;

  private TokenNetwork(
      Module body, Reading reading, int classes, @Nullable Supplier<? extends Module> between) {
    this.reading = reading;
    this.body = child("body", body);
    this.between = child("between", between == null ? new Identity() : between.get());
    this.head = child("head", new Linear(WIDTH, classes));
  }

  /** An LSTM, whose last state is classified. */
  static TokenNetwork lstm(@Nullable Supplier<? extends Module> between) {
    return new TokenNetwork(new LSTM(WIDTH, WIDTH), Reading.LAST, MadeUpTokens.CLASSES, between);
  }

  /** A GRU that predicts the next token at each place. */
  static TokenNetwork gru(@Nullable Supplier<? extends Module> between) {
    return new TokenNetwork(new GRU(WIDTH, WIDTH), Reading.EACH, MadeUpTokens.TOKENS, between);
  }

  /** Self-attention, and a classification of the mean over the sequence. */
  static TokenNetwork encoder(@Nullable Supplier<? extends Module> between) {
    Module body =
        new Sequential(
            new LearnedPositionalEmbedding(LONGEST, WIDTH),
            new TransformerEncoderLayer(WIDTH, 4, 2 * WIDTH, 0).normFirst());
    return new TokenNetwork(body, Reading.MEAN, MadeUpTokens.CLASSES, between);
  }

  @Override
  protected Tensor forward(Tensor x) {
    Outputs states = body.callAll(embedding.call(x));
    Tensor read = reading.of(states.size() == 1 ? states.only() : states.get("output"));
    Tensor logits = head.call(between.call(read));
    return logits.rank() == 3 ? logits.transpose(1, 2) : logits;
  }
}
