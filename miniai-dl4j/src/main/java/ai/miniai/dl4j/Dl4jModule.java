package ai.miniai.dl4j;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import ai.miniai.loss.LossFunction;
import ai.miniai.nn.Module;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A DL4J network as a module: a {@code Learner} can train it, hooks can watch its layers, and it
 * can be a part of a larger model.
 *
 * <pre>{@code
 * var model = Dl4jModule.of(network);
 * var learn = new TrainLearner(model, dls, model.lossFunction(), 0.1, new ActivationStats());
 * learn.fit(1);
 * ModelSerializer.writeModel(network, file, true);   // the network has learned
 * }</pre>
 *
 * <p>The layers are children with DL4J's names (dots become underscores), and compute with DL4J's
 * own code. Parameters are DL4J's arrays, not copies. DL4J's training configuration (updater,
 * learning rate, l1, l2, clipping, constraints) is ignored: the learner trains. Dropout and frozen
 * layers work as configured; no gradient is computed below a frozen layer, as in DL4J.
 *
 * <p>An output layer returns the logits, that is, the input of its activation function, so that
 * {@link #lossFunction} or our losses can be used; {@code network.output(x)} returns probabilities.
 * Masks are not supported.
 */
public final class Dl4jModule extends Module {
  private final Wiring wiring;

  private Dl4jModule(Wiring wiring) {
    this.wiring = wiring;
    wiring.nodes().forEach((name, node) -> child(LayerNames.inPath(name), node.layer()));
  }

  /** A module for a chain of layers; it has one input. */
  public static Dl4jModule of(MultiLayerNetwork network) {
    return new Dl4jModule(Wiring.of(network));
  }

  /** A module for a graph; it has as many inputs as the graph. */
  public static Dl4jModule of(ComputationGraph graph) {
    return new Dl4jModule(Wiring.of(graph));
  }

  /**
   * The loss of the network's output layer.
   *
   * @throws IllegalStateException if there is none, or the network has several outputs
   */
  public LossFunction lossFunction() {
    checkState(
        wiring.losses().size() == 1 && wiring.losses().get(0).isPresent(),
        "only a network that ends in one output layer has a loss function; this one ends in %s",
        wiring.outputs());
    return wiring.losses().get(0).get();
  }

  @Override
  protected Tensor forward(Tensor... inputs) {
    checkState(
        wiring.outputs().size() == 1,
        "a module has one output, but this network has %s: call outputs(...) in a module of yours"
            + " that makes one of them",
        wiring.outputs());
    return outputs(inputs).get(0);
  }

  /** Runs the network, and returns all its outputs, in DL4J's order. */
  public List<Tensor> outputs(Tensor... inputs) {
    checkArgument(
        inputs.length == wiring.inputs().size(),
        "the network takes the inputs %s, but got %s tensors",
        wiring.inputs(),
        inputs.length);
    wiring.begin().accept(Arrays.stream(inputs).map(Tensor::array).toArray(INDArray[]::new));
    Map<String, Tensor> values = new HashMap<>();
    for (int i = 0; i < inputs.length; i++) {
      values.put(wiring.inputs().get(i), inNetworksType(inputs[i]));
    }
    int batchSize = Math.toIntExact(inputs[0].size(0));
    wiring
        .nodes()
        .forEach(
            (name, node) -> {
              node.layer().batchSize(batchSize);
              Tensor[] given = node.inputs().stream().map(values::get).toArray(Tensor[]::new);
              values.put(name, node.layer().call(given));
            });
    return wiring.outputs().stream().map(values::get).collect(ImmutableList.toImmutableList());
  }

  /** Converts to the type of the network; integers, such as word indices, are not converted. */
  private Tensor inNetworksType(Tensor x) {
    return x.dataType().isFPType() ? x.to(wiring.dataType()) : x;
  }
}
