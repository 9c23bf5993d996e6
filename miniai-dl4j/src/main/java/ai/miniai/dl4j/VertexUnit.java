package ai.miniai.dl4j;

import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.FrozenVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A vertex of a graph that is not a layer: an addition, a concatenation, a part of its input. */
final class VertexUnit implements Unit {
  private final GraphVertex vertex;

  VertexUnit(GraphVertex vertex) {
    this.vertex = vertex;
  }

  @Override
  public Object unwrap() {
    return vertex;
  }

  @Override
  public Map<String, INDArray> parameters() {
    return vertex.paramTable(true);
  }

  @Override
  public Map<String, INDArray> buffers() {
    return Map.of();
  }

  @Override
  public boolean isFrozen() {
    return vertex instanceof FrozenVertex;
  }

  @Override
  public INDArray forward(
      boolean training, int batchSize, LayerWorkspaceMgr memory, INDArray... inputs) {
    for (int i = 0; i < inputs.length; i++) {
      vertex.setInput(i, inputs[i], memory);
    }
    return vertex.doForward(training, memory);
  }

  @Override
  public Gradients backward(INDArray gradient, LayerWorkspaceMgr memory) {
    vertex.setEpsilon(gradient);
    Pair<Gradient, INDArray[]> pair = vertex.doBackward(false, memory);
    Gradient parameters = pair.getFirst();
    vertex.clear();
    return new Gradients(
        Arrays.asList(pair.getSecond()),
        parameters == null || isFrozen() ? Map.of() : parameters.gradientForVariable());
  }
}
