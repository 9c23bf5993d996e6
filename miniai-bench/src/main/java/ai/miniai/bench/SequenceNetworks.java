package ai.miniai.bench;

import ai.miniai.nn.Lambda;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.attention.TransformerEncoderLayer;
import ai.miniai.nn.recurrent.LSTM;
import ai.miniai.nn.recurrent.Recurrent;
import ai.miniai.tensor.Tensor;

/** Networks that read an image as a sequence of 28 rows. */
final class SequenceNetworks {
  private SequenceNetworks() {}

  /** An LSTM of 128 units, and a linear layer for its last state. */
  static Sequential lstm() {
    return new Sequential(
        rows(),
        new LastOutput(new LSTM(SyntheticImages.SIDE, 128)),
        new Linear(128, SyntheticImages.CLASSES));
  }

  /**
   * A layer of a transformer's encoder with 4 heads, and a linear layer for the mean of the rows.
   */
  static Sequential attention() {
    return new Sequential(
        rows(),
        new Linear(SyntheticImages.SIDE, 64),
        new TransformerEncoderLayer(64, 4, 128, 0),
        new Lambda("mean", x -> x.mean(1)),
        new Linear(64, SyntheticImages.CLASSES));
  }

  private static Module rows() {
    return new Lambda(
        "rows", x -> x.reshape(x.size(0), SyntheticImages.SIDE, SyntheticImages.SIDE));
  }

  /** The state of a recurrent layer after the last step. */
  private static final class LastOutput extends Module {
    private final Recurrent body;

    LastOutput(Recurrent layer) {
      body = child("body", layer);
    }

    @Override
    protected Tensor forward(Tensor x) {
      return body.callAll(x).get("h").slice(0, 0, 1).squeeze(0);
    }
  }
}
