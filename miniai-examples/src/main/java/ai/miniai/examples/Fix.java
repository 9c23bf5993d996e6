package ai.miniai.examples;

import ai.miniai.nn.Initialization;
import ai.miniai.nn.Module;
import java.util.function.Consumer;

/** What can be mended before the lesson's training. */
enum Fix {
  /** Nothing: the lesson's failure. */
  NONE(network -> {}),

  /** Weights that keep the size of the activations from layer to layer. */
  KAIMING(Initialization::kaimingNormal);

  private final Consumer<Module> change;

  Fix(Consumer<Module> change) {
    this.change = change;
  }

  void applyTo(Module network) {
    change.accept(network);
  }
}
