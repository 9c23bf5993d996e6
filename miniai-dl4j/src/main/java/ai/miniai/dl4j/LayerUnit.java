package ai.miniai.dl4j;

import com.google.common.collect.Maps;
import java.util.Collections;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer, and the preprocessor that reshapes its input. */
final class LayerUnit implements Unit {
  private final Layer original;
  private final Layer layer;
  private final @Nullable InputPreProcessor preProcessor;
  private int batchSize;

  /** For an output layer this returns the logits: the input of its activation function. */
  LayerUnit(Layer original, @Nullable InputPreProcessor preProcessor, DataType type) {
    this.original = original;
    this.layer =
        original instanceof IOutputLayer ? OutputSettings.logits(original, type) : original;
    this.preProcessor = preProcessor;
    // hooks that look at the input later should see what the layer got
    layer.allowInputModification(false);
  }

  @Override
  public Object unwrap() {
    return original;
  }

  @Override
  public Map<String, INDArray> parameters() {
    return Maps.filterKeys(table(), layer::updaterDivideByMinibatch);
  }

  /** DL4J treats them as trained too, with "gradients" that are the steps they take. */
  @Override
  public Map<String, INDArray> buffers() {
    return Maps.filterKeys(table(), name -> !layer.updaterDivideByMinibatch(name));
  }

  private Map<String, INDArray> table() {
    Map<String, INDArray> table = layer.paramTable();
    return table == null ? Map.of() : table;
  }

  @Override
  public boolean isFrozen() {
    return layer instanceof FrozenLayer || layer instanceof FrozenLayerWithBackprop;
  }

  @Override
  public INDArray forward(
      boolean training, int batchSize, LayerWorkspaceMgr memory, INDArray... inputs) {
    this.batchSize = batchSize;
    layer.setInputMiniBatchSize(batchSize);
    INDArray x =
        preProcessor == null ? inputs[0] : preProcessor.preProcess(inputs[0], batchSize, memory);
    if (!training && layer instanceof ActivationLayer) {
      x = memory.dup(ArrayType.ACTIVATIONS, x); // otherwise the layer would overwrite its input
    }
    return layer.activate(x, training, memory);
  }

  @Override
  public Gradients backward(INDArray gradient, LayerWorkspaceMgr memory) {
    if (layer instanceof IOutputLayer output) {
      output.setLabels(gradient); // see OutputSettings.logits
    }
    Pair<Gradient, INDArray> pair = layer.backpropGradient(gradient, memory);
    INDArray toInput = pair.getSecond();
    if (toInput != null && preProcessor != null) {
      toInput = preProcessor.backprop(toInput, batchSize, memory);
    }
    layer.clearNoiseWeightParams();
    return new Gradients(
        Collections.singletonList(toInput),
        isFrozen() ? Map.of() : pair.getFirst().gradientForVariable());
  }
}
