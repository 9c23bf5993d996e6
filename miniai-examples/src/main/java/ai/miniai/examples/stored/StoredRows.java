package ai.miniai.examples.stored;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.data.Dataset;
import ai.miniai.data.Sample;
import ai.miniai.tensor.HostArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How the targets of a network look to its loss.
 *
 * @param network takes the inputs
 * @param form what the loss wants where the data have the index of a class
 */
record StoredRows(StoredNetwork network, Form form) {
  /** What stands for a class. */
  enum Form {
    /** Its index, int64. */
    INDEX,
    /** A row of zeros with a single 1. */
    ONE_HOT
  }

  /**
   * Items of these inputs and targets.
   *
   * @throws IllegalArgumentException if the network does not take such inputs or return such
   *     outputs; the message says what it was and what it is for
   */
  Dataset of(WatchData data) {
    NpyArray inputs = data.inputs();
    NpyArray targets = data.targets();
    checkArgument(inputs.items() > 0, "%s has no items", data.name());
    checkArgument(
        inputs.items() == targets.items(),
        "%s has %s items, but targets for %s",
        data.name(),
        inputs.items(),
        targets.items());
    long[] outputs = outputs(inputs);
    boolean numbers = Arrays.equals(targets.itemShape(), outputs);
    checkArgument(
        numbers || (outputs.length == 1 && targets.values().length == targets.items()),
        "%s returns outputs of shape %s for an item, so a target is %s; in %s it has the shape %s",
        network,
        Arrays.toString(outputs),
        outputs.length == 1 ? "that or the index of a class" : "that",
        data.name(),
        Arrays.toString(targets.itemShape()));
    int classes = (int) outputs[0];
    boolean index = form == Form.INDEX || !(numbers || classes == 1);
    checkArgument(
        !index || targets.values().length == targets.items(),
        "the loss wants the index of a class as target, but in %s it has the shape %s",
        data.name(),
        Arrays.toString(targets.itemShape()));
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < inputs.items(); i++) {
      float[] target = targets.item(i);
      samples.add(
          Sample.of(
              new HostArray.Floats(inputs.item(i), inputs.itemShape()),
              index
                  ? label(target[0], classes, data.name())
                  : new HostArray.Floats(target, outputs)));
    }
    return Dataset.of(samples);
  }

  /** The number of outputs for an item of these data. */
  int classes(WatchData data) {
    long[] outputs = outputs(data.inputs());
    return outputs.length == 0 ? 1 : (int) outputs[0];
  }

  private long[] outputs(NpyArray inputs) {
    long[] one = inputs.shape().clone();
    one[0] = 1;
    return network.outputShape(Nd4j.createFromArray(inputs.item(0)).reshape(one));
  }

  private HostArray label(float number, int classes, String name) {
    checkArgument(
        number >= 0 && number < classes && number == Math.rint(number),
        "%s: expected the index of one of %s classes after the inputs, got %s",
        name,
        classes,
        number);
    if (form == Form.INDEX) {
      return new HostArray.Longs(new long[] {(long) number});
    }
    float[] row = new float[classes];
    row[(int) number] = 1;
    return new HostArray.Floats(row, classes);
  }
}
