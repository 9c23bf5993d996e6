package ai.miniai.examples.parity;

import ai.miniai.nn.attention.MultiheadAttention;
import ai.miniai.nn.attention.TransformerEncoderLayer;
import ai.miniai.nn.recurrent.GRU;
import ai.miniai.nn.recurrent.LSTM;
import ai.miniai.nn.recurrent.RNN;
import ai.miniai.nn.recurrent.Recurrent;
import ai.miniai.nn.recurrent.RecurrentOptions;
import com.google.common.collect.ImmutableMap;

/** Makes recurrent layers and layers of transformers, of PyTorch's arguments. */
final class SequenceLayers {
  static final ImmutableMap<String, Arguments.Maker<PyTorchLayer>> MAKERS =
      ImmutableMap.of(
          "RNN", SequenceLayers::rnn,
          "LSTM", arguments -> recurrent(arguments, LSTM::new),
          "GRU", arguments -> recurrent(arguments, GRU::new),
          "MultiheadAttention", SequenceLayers::multiheadAttention,
          "TransformerEncoderLayer", SequenceLayers::transformerEncoderLayer);

  private static final ImmutableMap<String, RNN.Nonlinearity> NONLINEARITIES =
      ImmutableMap.of("tanh", RNN.Nonlinearity.TANH, "relu", RNN.Nonlinearity.RELU);

  /** Makes a recurrent layer. */
  @FunctionalInterface
  private interface RecurrentMaker {
    Recurrent make(int in, int hidden, RecurrentOptions options);
  }

  private SequenceLayers() {}

  private static PyTorchLayer rnn(Arguments arguments) {
    RNN.Nonlinearity chosen = arguments.choice("nonlinearity", "tanh", NONLINEARITIES);
    return recurrent(arguments, (in, hidden, options) -> new RNN(in, hidden, chosen, options));
  }

  private static PyTorchLayer recurrent(Arguments arguments, RecurrentMaker maker) {
    arguments.only("proj_size", 0);
    boolean batchFirst = arguments.flag("batch_first", false);
    RecurrentOptions options =
        new RecurrentOptions()
            .layers(arguments.integer("num_layers", 1))
            .dropout(arguments.dropout("dropout", 0));
    options = arguments.flag("bias", true) ? options : options.withoutBias();
    options = arguments.flag("bidirectional", false) ? options.bidirectional() : options;
    options = batchFirst ? options : options.timeFirst();
    int in = arguments.integer("input_size");
    return new RecurrentLayer(
        maker.make(in, arguments.integer("hidden_size"), options), batchFirst);
  }

  private static PyTorchLayer multiheadAttention(Arguments arguments) {
    arguments.only("add_bias_kv", false);
    arguments.only("add_zero_attn", false);
    arguments.only("average_attn_weights", true);
    int width = arguments.integer("embed_dim");
    int heads = arguments.integer("num_heads");
    arguments.only("kdim", width);
    arguments.only("vdim", width);
    MultiheadAttention attention =
        new MultiheadAttention(
            width, heads, arguments.dropout("dropout", 0), arguments.flag("bias", true));
    if (arguments.flag("is_causal", false)) {
      attention.causal();
    }
    if (arguments.flag("need_weights", arguments.expects(AttentionLayer.WEIGHTS))) {
      attention.withWeights();
    }
    return new AttentionLayer(attention, heads, arguments.flag("batch_first", false));
  }

  private static PyTorchLayer transformerEncoderLayer(Arguments arguments) {
    arguments.only("layer_norm_eps", 1e-5);
    arguments.only("bias", true);
    int heads = arguments.integer("nhead");
    TransformerEncoderLayer layer =
        new TransformerEncoderLayer(
            arguments.integer("d_model"),
            heads,
            arguments.integer("dim_feedforward", 2048),
            arguments.dropout("dropout", 0.1));
    if (arguments.choice("activation", "relu", ImmutableMap.of("relu", false, "gelu", true))) {
      layer.gelu();
    }
    if (arguments.flag("norm_first", false)) {
      layer.normFirst();
    }
    if (arguments.flag("is_causal", false)) {
      layer.causal();
    }
    return new AttentionLayer(layer, heads, arguments.flag("batch_first", false));
  }
}
