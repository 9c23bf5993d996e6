package ai.miniai.treatment;

import ai.miniai.nn.Dropout;
import ai.miniai.nn.Dropout1d;
import ai.miniai.nn.Dropout2d;
import ai.miniai.nn.Linear;
import ai.miniai.nn.Module;
import ai.miniai.nn.ReLU;
import ai.miniai.nn.Sigmoid;
import ai.miniai.nn.Tanh;
import ai.miniai.setup.RunSetup;
import ai.miniai.tensor.Tensor;
import ai.miniai.treatment.StandInCB.StandIn;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.Map;

/** Changes of a network's layers that need no other network. */
final class StandIns {
  /** The slope below 0 of ReLUs that must not die. */
  private static final double SLOPE = 0.1;

  /** The usual eps of a layer normalisation. */
  private static final double EPS = 1e-5;

  private StandIns() {}

  /** Dropout drops nothing. */
  static StandInCB withoutDropout(RunSetup setup) {
    return new StandInCB(
        model ->
            Maps.transformValues(
                Maps.filterValues(new LayerOrder(model, setup).layers(), StandIns::isDropout),
                module -> StandIn.of("Identity", (m, inputs, output) -> inputs.get(0))));
  }

  private static boolean isDropout(Module module) {
    return module instanceof Dropout || module instanceof Dropout1d || module instanceof Dropout2d;
  }

  /**
   * Between layers, sigmoids and tanh become ELUs, which neither saturate above 0 nor die below it
   * (Clevert and others, Fast and Accurate Deep Network Learning by Exponential Linear Units,
   * 2015), and ReLUs, whose units can die, leaky ones.
   */
  static StandInCB otherActivations(RunSetup setup) {
    return new StandInCB(
        model -> {
          ImmutableMap.Builder<String, StandIn> all = ImmutableMap.builder();
          new LayerOrder(model, setup)
              .hiddenActivations()
              .forEach(
                  (path, module) -> {
                    if (module instanceof Sigmoid || module instanceof Tanh) {
                      all.put(path, StandIn.of("ELU", (m, in, out) -> in.get(0).elu(1)));
                    } else if (module instanceof ReLU) {
                      all.put(
                          path,
                          StandIn.of("LeakyReLU", (m, in, out) -> in.get(0).leakyRelu(SLOPE)));
                    }
                  });
          return all.buildOrThrow();
        });
  }

  /**
   * Behind each linear and convolutional layer but the last, the outputs of each item are
   * normalised to mean 0 and deviation 1, as by a layer normalisation without weights.
   */
  static StandInCB normalised(RunSetup setup) {
    return new StandInCB(
        model -> {
          LayerOrder order = new LayerOrder(model, setup);
          Map<String, Module> before =
              Maps.filterKeys(
                  order.weighted(), path -> order.lastWeighted().filter(path::equals).isEmpty());
          return Maps.transformValues(
              before, layer -> StandIn.behind((module, in, out) -> normalised(out, layer)));
        });
  }

  /** A single value would always become 0, so it stays. */
  private static Tensor normalised(Tensor output, Module layer) {
    boolean linear = layer instanceof Linear;
    long together = linear ? output.size(output.rank() - 1) : output.length() / output.size(0);
    if (together == 1) {
      return output;
    }
    return linear
        ? output.layerNorm(new long[] {together}, null, null, EPS)
        : output.groupNorm(1, null, null, EPS);
  }

  /** The network ends in another way. */
  static StandInCB ending(RunSetup setup, Ending ending) {
    return new StandInCB(
        model ->
            new LayerOrder(model, setup)
                .lastActivation()
                .map(
                    path ->
                        Map.of(
                            path,
                            StandIn.of(ending.type(), (m, in, out) -> ending.applyTo(in.get(0)))))
                .orElseGet(() -> Map.of("", StandIn.behind((m, in, out) -> ending.applyTo(out)))));
  }
}
