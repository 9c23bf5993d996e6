package ai.miniai.examples.faults;

import ai.miniai.nn.ELU;
import ai.miniai.nn.GELU;
import ai.miniai.nn.Identity;
import ai.miniai.nn.LeakyReLU;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.SiLU;
import ai.miniai.nn.Sigmoid;
import ai.miniai.nn.Softmax;
import ai.miniai.nn.Softplus;
import ai.miniai.nn.Tanh;
import java.util.Locale;
import java.util.function.Supplier;

/** Keras's activations, with its settings. */
enum FaultActivation {
  LINEAR(Identity::new),
  RELU(ReLU::new),
  LEAKY_RELU(() -> new LeakyReLU(0.3)),
  ELU(ELU::new),
  GELU(GELU::new),
  SWISH(SiLU::new),
  SOFTPLUS(Softplus::new),
  SIGMOID(Sigmoid::new),
  TANH(Tanh::new),
  SOFTMAX(() -> new Softmax(-1));

  private final Supplier<Module> maker;

  FaultActivation(Supplier<Module> maker) {
    this.maker = maker;
  }

  Module create() {
    return maker.get();
  }

  /** Keras's name. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
