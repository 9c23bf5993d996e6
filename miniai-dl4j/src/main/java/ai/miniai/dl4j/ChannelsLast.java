package ai.miniai.dl4j;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** Finds layers that have their features last, as in networks imported from Keras. */
final class ChannelsLast {
  private ChannelsLast() {}

  /**
   * Whether the configuration of {@code layer} says that it works on [batch, height, width,
   * channels] or [batch, time, features].
   */
  static boolean is(Layer layer) {
    var conf = layer.conf().getLayer();
    if (conf instanceof ConvolutionLayer convolution) {
      return convolution.getCnn2dDataFormat() == CNN2DFormat.NHWC;
    } else if (conf instanceof SubsamplingLayer pooling) {
      return pooling.getCnn2dDataFormat() == CNN2DFormat.NHWC;
    }
    return conf instanceof BaseRecurrentLayer recurrent
        && recurrent.getRnnDataFormat() == RNNFormat.NWC;
  }
}
