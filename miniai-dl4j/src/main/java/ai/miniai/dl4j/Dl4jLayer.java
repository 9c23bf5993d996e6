package ai.miniai.dl4j;

import ai.miniai.nn.Module;
import ai.miniai.setup.ForeignLayer;
import ai.miniai.setup.LayerInfo;
import ai.miniai.tensor.MemoryScope;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ObjectArrays;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One layer or vertex of a {@link Dl4jModule}, which hooks can watch. DL4J's own layer does the
 * computation, and its parameters are DL4J's, not copies; matrices are seen as [out, in], as in
 * PyTorch. A layer remembers only its last forward pass, so run the backward pass before the next
 * forward pass.
 */
public final class Dl4jLayer extends Module implements ForeignLayer {
  private final Unit unit;
  private final ImmutableList<String> parameterNames;
  private final Tensor[] parameters;
  private int batchSize;
  private int passes;

  Dl4jLayer(Unit unit) {
    this.unit = unit;
    Map<String, INDArray> views = unit.parameters();
    parameterNames = ImmutableList.copyOf(views.keySet());
    parameters =
        views.entrySet().stream()
            .map(entry -> parameter(entry.getKey(), wrap(entry.getValue())))
            .toArray(Tensor[]::new);
    unit.buffers().forEach((name, view) -> buffer(name, wrap(view)));
    if (unit.isFrozen()) {
      freeze();
    }
  }

  private static Tensor wrap(INDArray view) {
    return MemoryScope.outside(() -> Tensor.wrap(rowMajor(view)));
  }

  /**
   * DL4J stores matrices [in, out] in column-major order; seen as [out, in] they are row-major, for
   * which our code is fast.
   */
  static INDArray rowMajor(INDArray view) {
    return view.rank() == 2 && view.ordering() == 'f' ? view.transpose() : view;
  }

  /**
   * Accepts the layers whose {@linkplain #unwrap DL4J object} has one of these types, for hooks:
   *
   * <pre>{@code
   * new ActivationStats(Dl4jLayer.ofType(ConvolutionLayer.class))
   * }</pre>
   */
  public static Predicate<Module> ofType(Class<?>... types) {
    return module ->
        module instanceof Dl4jLayer layer
            && Arrays.stream(types).anyMatch(type -> type.isInstance(layer.unwrap()));
  }

  /**
   * DL4J's own object: an {@code org.deeplearning4j.nn.api.Layer}, or an {@code
   * org.deeplearning4j.nn.graph.vertex.GraphVertex} that is not a layer.
   */
  public Object unwrap() {
    return unit.unwrap();
  }

  Unit unit() {
    return unit;
  }

  /** DL4J's parameter names, in the order in which {@link UnitPass} has the parameters. */
  List<String> parameterNames() {
    return parameterNames;
  }

  /** How often the layer has run. */
  int passes() {
    return passes;
  }

  /** Sets the batch size, which the layer may not be able to derive from its own input. */
  void batchSize(int ofTheNetwork) {
    batchSize = ofTheNetwork;
  }

  @Override
  protected Tensor forward(Tensor... inputs) {
    passes++;
    return new UnitPass(this, inputs.length, batchSize, training(), passes)
        .apply(ObjectArrays.concat(inputs, parameters, Tensor.class));
  }

  @Override
  public String framework() {
    return LayerSettings.FRAMEWORK;
  }

  @Override
  public LayerInfo info(String path) {
    return LayerSettings.of(path, unwrap());
  }

  @Override
  protected String details() {
    return unwrap().getClass().getSimpleName();
  }
}
