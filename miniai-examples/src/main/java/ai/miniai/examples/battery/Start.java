package ai.miniai.examples.battery;

import ai.miniai.nn.Conv2d;
import ai.miniai.nn.Initialization;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import java.util.function.Consumer;

/** The weight initialisation of a battery's network. */
enum Start {
  /** PyTorch's default initialisation. */
  DEFAULT(network -> {}),
  KAIMING(Initialization::kaimingNormal),

  /** A tenth of the default. */
  TINY(network -> scale(network, 0.1)),

  /** Eight times the default. */
  HUGE(network -> scale(network, 8));

  private final Consumer<Module> change;

  Start(Consumer<Module> change) {
    this.change = change;
  }

  void applyTo(Module network) {
    change.accept(network);
  }

  private static void scale(Module network, double factor) {
    for (Module module : network.modules()) {
      if (module instanceof Conv2d || module instanceof Linear) {
        module
            .parameters()
            .values()
            .forEach(parameter -> parameter.update(array -> array.muli(factor)));
      }
    }
  }
}
