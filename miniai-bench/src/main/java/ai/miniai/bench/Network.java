package ai.miniai.bench;

import ai.miniai.examples.ModelName;
import ai.miniai.nn.Linear;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import java.util.function.Supplier;

/** The networks that are compared, and what each of them is trained on. */
enum Network {
  CNN(Noise.IMAGES, ModelName.CNN::create),
  MLP(Noise.IMAGES, ModelName.MLP::create),
  RESNET(Noise.IMAGES, ModelName.RESNET::create),
  BN_CNN(Noise.IMAGES, ModelName.BN_CNN::create),

  /** For tabular data: 20 features, two hidden layers of 64 units, 2 classes. */
  TABLE(
      Noise.ROWS,
      () ->
          new Sequential(
              new Linear(20, 64), new ReLU(), new Linear(64, 64), new ReLU(), new Linear(64, 2))),

  /** Reads an image row by row. */
  LSTM(Noise.IMAGES, SequenceNetworks::lstm),

  /** Looks at all rows of an image at once. */
  ATTENTION(Noise.IMAGES, SequenceNetworks::attention);

  private final Noise data;
  private final Supplier<Sequential> maker;

  Network(Noise data, Supplier<Sequential> maker) {
    this.data = data;
    this.maker = maker;
  }

  /** A new network, initialised from the default random number generator. */
  Sequential create() {
    return maker.get();
  }

  Noise data() {
    return data;
  }

  /** Whether its layers are linear layers and others, but no convolutions. */
  boolean isLinear() {
    return this == MLP || this == TABLE || isSequential();
  }

  /** Whether it reads images as sequences. DL4J is not compared with these. */
  boolean isSequential() {
    return this == LSTM || this == ATTENTION;
  }

  /** The spelling on the command line, such as "bn-cnn". */
  @Override
  public String toString() {
    return Kebab.of(this);
  }
}
