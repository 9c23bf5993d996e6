package ai.miniai.examples;

import static ai.miniai.nn.Layers.bareConv;
import static ai.miniai.nn.Layers.conv;

import ai.miniai.nn.Flatten;
import ai.miniai.nn.Linear;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sequential;
import java.util.function.Supplier;

/** The course's networks for Fashion-MNIST. */
public enum ModelName {
  /** Five convolutions, each of which halves the sides of the image: 28, 14, 7, 4, 2, 1. */
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
  MLP(() -> new Sequential(new Flatten(), new Linear(784, 50), new ReLU(), new Linear(50, 10)));

  private final Supplier<Sequential> maker;

  ModelName(Supplier<Sequential> maker) {
    this.maker = maker;
  }

  /** A new network, whose weights are drawn from the default generator. */
  public Sequential create() {
    return maker.get();
  }
}
