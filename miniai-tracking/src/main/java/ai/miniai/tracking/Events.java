package ai.miniai.tracking;

import java.util.Map;

/**
 * TensorBoard's messages (tensorflow/core/util/event.proto and framework/summary.proto). Numbers,
 * histograms and pictures are in the form of TensorFlow 1, which PyTorch's {@code SummaryWriter}
 * writes too: every TensorBoard reads it, and newer ones convert it when they load it. Texts and
 * hyperparameters, which never had that form, are tensors with the name of their plugin.
 */
final class Events {
  private static final int DT_FLOAT = 1;
  private static final int DT_STRING = 7;
  private static final int DATA_CLASS_TENSOR = 2;
  private static final int RGB = 3;
  private static final int SESSION_START = 1;
  private static final int SUCCESS = 1;
  private static final int FAILURE = 2;

  private Events() {}

  // ---------------------------------------------------------------- events

  /** The first event of a file. */
  static ProtoMessage version(double seconds) {
    return new ProtoMessage().float64(1, seconds).text(3, "brain.Event:2");
  }

  /** TensorBoard forgets what it has read of this folder from {@code step} on. */
  static ProtoMessage sessionStart(double seconds, long step) {
    return event(seconds, step).message(7, new ProtoMessage().integer(1, SESSION_START));
  }

  /** Values of a step. */
  static ProtoMessage summary(double seconds, long step, ProtoMessage... values) {
    ProtoMessage summary = new ProtoMessage();
    for (ProtoMessage value : values) {
      summary.message(1, value);
    }
    return event(seconds, step).message(5, summary);
  }

  private static ProtoMessage event(double seconds, long step) {
    return new ProtoMessage().float64(1, seconds).integer(2, step);
  }

  // ---------------------------------------------------------------- values

  private static ProtoMessage value(String tag) {
    return new ProtoMessage().text(1, tag);
  }

  static ProtoMessage number(String tag, double value) {
    return value(tag).float32(2, (float) value);
  }

  static ProtoMessage histogram(String tag, ProtoMessage histogram) {
    return value(tag).message(5, histogram);
  }

  static ProtoMessage picture(String tag, Drawing picture) {
    return value(tag)
        .message(
            4,
            new ProtoMessage()
                .integer(1, picture.height())
                .integer(2, picture.width())
                .integer(3, RGB)
                .bytes(4, picture.png()));
  }

  /** A text in Markdown. */
  static ProtoMessage text(String tag, String markdown) {
    return value(tag)
        .message(8, tensor(DT_STRING).text(8, markdown))
        .message(9, plugin("text", new ProtoMessage()));
  }

  // ---------------------------------------------------------------- hyperparameters

  /**
   * The hyperparameters of this run (tensorboard/plugins/hparams/plugin_data.proto,
   * SessionStartInfo), which TensorBoard shows beside those of the other runs.
   */
  static ProtoMessage hyperparameters(Map<String, Object> values, double seconds) {
    ProtoMessage start = new ProtoMessage();
    values.forEach(
        (name, value) ->
            start.message(1, new ProtoMessage().text(1, name).message(2, anyValue(value))));
    start.float64(5, seconds);
    return hyperparameterValue(
        "_hparams_/session_start_info", new ProtoMessage().message(3, start));
  }

  /** How this run has ended. */
  static ProtoMessage hyperparametersEnd(boolean failed, double seconds) {
    ProtoMessage end =
        new ProtoMessage().integer(1, failed ? FAILURE : SUCCESS).float64(2, seconds);
    return hyperparameterValue("_hparams_/session_end_info", new ProtoMessage().message(4, end));
  }

  /** A google.protobuf.Value. */
  private static ProtoMessage anyValue(Object value) {
    if (value instanceof Number number) {
      return new ProtoMessage().float64(2, number.doubleValue());
    }
    return value instanceof Boolean bool
        ? new ProtoMessage().integer(4, bool ? 1 : 0)
        : new ProtoMessage().text(3, value.toString());
  }

  /** The plugin reads the content of its metadata; the tensor is there because one must be. */
  private static ProtoMessage hyperparameterValue(String tag, ProtoMessage content) {
    return value(tag)
        .message(8, tensor(DT_FLOAT).float32(5, 0))
        .message(9, plugin("hparams", content));
  }

  /** A tensor without dimensions, and still without its value. */
  private static ProtoMessage tensor(int type) {
    return new ProtoMessage().integer(1, type).message(2, new ProtoMessage());
  }

  private static ProtoMessage plugin(String name, ProtoMessage content) {
    return new ProtoMessage()
        .message(1, new ProtoMessage().text(1, name).message(2, content))
        .integer(4, DATA_CLASS_TENSOR);
  }
}
