package ai.miniai.examples;

import ai.miniai.nn.Conv2d;
import ai.miniai.nn.GeneralRelu;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import java.util.function.Predicate;

/** The layers that the lesson watches. */
enum HookChoice {
  /** The layers with weights: convolutions, and the linear layers of the MLP. */
  CONV(module -> module instanceof Conv2d || module instanceof Linear),

  /** The activation functions. */
  RELU(module -> module instanceof ReLU || module instanceof GeneralRelu),

  /** Every module without children. */
  ALL(module -> module.children().isEmpty());

  private final Predicate<Module> filter;

  HookChoice(Predicate<Module> filter) {
    this.filter = filter;
  }

  Predicate<Module> filter() {
    return filter;
  }
}
