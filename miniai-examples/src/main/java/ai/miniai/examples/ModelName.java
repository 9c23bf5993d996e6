package ai.miniai.examples;

import static ai.miniai.nn.model.Layers.bareConv;
import static ai.miniai.nn.model.Layers.conv;

import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Flatten;
import ai.miniai.nn.GeneralRelu;
import ai.miniai.nn.Linear;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import ai.miniai.nn.model.Layers;
import ai.miniai.nn.norm.BatchNorm2d;
import java.util.function.Supplier;

/** The course's networks for Fashion-MNIST. */
public enum ModelName {
  /** Five convolutions, each of which halves height and width: 28, 14, 7, 4, 2, 1. */
  CNN(
      () ->
          new Sequential(
              conv(1, 8, 5),
              conv(8, 16),
              conv(16, 32),
              conv(32, 64),
              bareConv(64, 10),
              new Flatten())),

  /** One hidden layer of 50 units. */
  MLP(() -> new Sequential(new Flatten(), new Linear(784, 50), new ReLU(), new Linear(50, 10))),

  /** Residual blocks from 1 to 256 channels: 1,228,908 parameters. */
  RESNET(Layers::resnet),

  /** Like {@link #CNN}, but with batch normalisation and a general ReLU after the convolutions. */
  BN_CNN(
      () ->
          new Sequential(
              normalized(1, 8, 5),
              normalized(8, 16, 3),
              normalized(16, 32, 3),
              normalized(32, 64, 3),
              bareConv(64, 10),
              new Flatten()));

  private final Supplier<Sequential> maker;

  ModelName(Supplier<Sequential> maker) {
    this.maker = maker;
  }

  /** A new network, initialised from the default random number generator. */
  public Sequential create() {
    return maker.get();
  }

  /** The same kind of network with batch normalisation if there is one; otherwise this one. */
  ModelName normalized() {
    return this == CNN ? BN_CNN : this;
  }

  private static Sequential normalized(int in, int out, int kernel) {
    return new Sequential(
        new Conv2d(in, out, kernel, 2, kernel / 2),
        new BatchNorm2d(out),
        new GeneralRelu(0.1, 0.4));
  }

  /** The spelling on the command line, such as "bn-cnn". */
  @Override
  public String toString() {
    return Kebab.of(this);
  }
}
