package ai.miniai.examples.battery;

import ai.miniai.optim.AdamW;
import ai.miniai.optim.Optimizer;
import ai.miniai.optim.SGD;

/** The optimizers of the battery. */
enum Stepping {
  SGD(SGD::new),
  MOMENTUM((parameters, lr) -> new SGD(parameters, lr, 0.9)),
  ADAMW(AdamW::new);

  final Optimizer.Factory factory;

  Stepping(Optimizer.Factory factory) {
    this.factory = factory;
  }
}
