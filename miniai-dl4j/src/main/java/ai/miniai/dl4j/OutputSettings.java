package ai.miniai.dl4j;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.loss.LossFunction;
import java.util.OptionalInt;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * The settings of an output layer. In DL4J the output layer also contains the loss function, and
 * can start its backward pass from that only.
 *
 * @param channelsLast whether its output is [batch, time, size] or [batch, height, width, channels]
 */
record OutputSettings(FeedForwardLayer conf, ILossFunction loss, boolean channelsLast) {

  /** The settings of {@code layer}, an {@code IOutputLayer}. */
  static OutputSettings of(Layer layer) {
    return of(layer.conf());
  }

  private static OutputSettings of(NeuralNetConfiguration conf) {
    OutputSettings found = find(conf);
    checkArgument(
        found != null,
        "the output layer \"%s\" is a %s, whose loss is more than a function of its output; a"
            + " Dl4jModule can end in an OutputLayer, LossLayer, RnnOutputLayer, RnnLossLayer,"
            + " CnnLossLayer, or a layer that is no output layer: take this one off with DL4J's"
            + " TransferLearning",
        conf.getLayer().getLayerName(),
        conf.getLayer().getClass().getSimpleName());
    return found;
  }

  /** Whether {@code layer} is an output layer whose loss is a function of its output. */
  static boolean isKnown(Layer layer) {
    return layer instanceof IOutputLayer && find(layer.conf()) != null;
  }

  /**
   * Whether {@code layer} only computes a loss of what it gets: it has no parameters and no
   * activation function.
   */
  static boolean isLossOnly(Layer layer) {
    return isKnown(layer)
        && layer.numParams() == 0
        && of(layer).conf.getActivationFn() instanceof ActivationIdentity;
  }

  private static @Nullable OutputSettings find(NeuralNetConfiguration conf) {
    if (conf.getLayer() instanceof OutputLayer c) {
      return new OutputSettings(c, c.getLossFn(), false);
    } else if (conf.getLayer() instanceof LossLayer c) {
      return new OutputSettings(c, c.getLossFn(), false);
    } else if (conf.getLayer() instanceof RnnOutputLayer c) {
      return new OutputSettings(c, c.getLossFn(), c.getRnnDataFormat() == RNNFormat.NWC);
    } else if (conf.getLayer() instanceof RnnLossLayer c) {
      return new OutputSettings(c, c.getLossFn(), c.getRnnDataFormat() == RNNFormat.NWC);
    } else if (conf.getLayer() instanceof CnnLossLayer c) {
      return new OutputSettings(c, c.getLossFn(), c.getFormat() == CNN2DFormat.NHWC);
    }
    return null;
  }

  /** The output layer of a network; null if there are several. */
  static @Nullable Layer layer(Model model) {
    if (model instanceof MultiLayerNetwork network) {
      return network.getOutputLayer();
    }
    return model instanceof ComputationGraph graph && graph.getNumOutputArrays() == 1
        ? graph.getOutputLayer(0)
        : null;
  }

  /**
   * The number of classes, if {@code model} has a single output that predicts one class per item.
   */
  static OptionalInt classes(Model model) {
    Layer output = layer(model);
    return output != null
            && output.conf().getLayer() instanceof OutputLayer settings
            && settings.getLossFn() instanceof LossMCXENT
        ? OptionalInt.of(Math.toIntExact(settings.getNOut()))
        : OptionalInt.empty();
  }

  /** The loss as a function of the logits. */
  LossFunction lossFunction() {
    return loss instanceof AutogradLoss ours && conf.getActivationFn() instanceof ActivationIdentity
        ? ours.unwrap()
        : new Dl4jLoss(loss, conf.getActivationFn(), channelsLast);
  }

  /**
   * A layer with the parameters of {@code layer}, but without its activation function. Its backward
   * pass starts from the array that is passed as labels.
   */
  static Layer logits(Layer layer, DataType type) {
    NeuralNetConfiguration copy = layer.conf().clone();
    OutputSettings settings = of(copy);
    settings.conf.setActivationFn(new ActivationIdentity());
    settings.setLoss(new GradientAsLabels());
    INDArray parameters = layer.params();
    checkArgument(
        parameters == null || parameters.length() == layer.numParams(),
        "the parameters of %s are not in one piece: call init() on the network first",
        layer.conf().getLayer().getLayerName());
    Layer logits = settings.conf.instantiate(copy, null, layer.getIndex(), parameters, false, type);
    INDArray gradients = layer.getGradientsViewArray();
    if (gradients != null) { // there are none before the first backward pass
      logits.setBackpropGradientsViewArray(gradients);
    }
    return logits;
  }

  private void setLoss(ILossFunction other) {
    if (conf instanceof BaseOutputLayer c) {
      c.setLossFn(other);
    } else if (conf instanceof LossLayer c) {
      c.setLossFn(other);
    } else if (conf instanceof RnnLossLayer c) {
      c.setLossFn(other);
    } else if (conf instanceof CnnLossLayer c) {
      c.setLossFn(other);
    }
  }
}
