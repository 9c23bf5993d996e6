package ai.miniai.data.transform;

import static com.google.common.base.Preconditions.checkArgument;

import ai.miniai.tensor.Host;
import ai.miniai.tensor.HostArray;
import ai.miniai.tensor.Tensor;
import java.util.Arrays;

/**
 * A batch of images on the Java heap.
 *
 * @param values row-major, as [size, channels, height, width]; not copied
 * @param size the number of images
 * @param channels 1 for greyscale images, 3 for colour
 * @param height the number of rows
 * @param width the number of columns
 */
public record Images(float[] values, int size, int channels, int height, int width) {
  /** Checks that the number of values matches the shape. */
  public Images {
    checkArgument(
        values.length == (long) size * channels * height * width,
        "expected %s values for images of shape [%s, %s, %s, %s], got %s",
        (long) size * channels * height * width,
        size,
        channels,
        height,
        width,
        values.length);
  }

  /**
   * The images in {@code array}. Floats are not copied; bytes are converted to floats.
   *
   * @throws IllegalArgumentException if it is not float32 [batch, channels, height, width]
   */
  public static Images of(HostArray array) {
    if (array instanceof HostArray.Bytes bytes && array.shape().length == 4) {
      float[] values = new float[bytes.length()];
      for (int i = 0; i < values.length; i++) {
        values[i] = (bytes.values()[i] & 0xff) / bytes.divisor();
      }
      return of(values, array.shape());
    }
    checkArgument(
        array instanceof HostArray.Floats && array.shape().length == 4,
        "a transform changes images, the first array of a batch: expected float32 [batch, channels,"
            + " height, width], got %s",
        array);
    return of(((HostArray.Floats) array).values(), array.shape());
  }

  /**
   * A copy of the images in {@code tensor}, in float32. Reads them from the device.
   *
   * @throws IllegalArgumentException if its shape is not [batch, channels, height, width]
   */
  public static Images of(Tensor tensor) {
    checkArgument(
        tensor.rank() == 4,
        "a transform changes images, the first tensor of a batch: expected [batch, channels,"
            + " height, width], got %s",
        Arrays.toString(tensor.shape()));
    return of(Host.readFloats(tensor), tensor.shape());
  }

  private static Images of(float[] values, long... shape) {
    return new Images(values, (int) shape[0], (int) shape[1], (int) shape[2], (int) shape[3]);
  }

  /** An array of shape [size, channels, height, width]; the values are not copied. */
  public HostArray toHostArray() {
    return new HostArray.Floats(values, size, channels, height, width);
  }

  /** A tensor of shape [size, channels, height, width]. */
  public Tensor toTensor() {
    return Tensor.of(toHostArray());
  }

  /** The number of values in a plane, that is, in one channel of one image. */
  int area() {
    return height * width;
  }

  /** The number of planes in the batch. */
  int planes() {
    return size * channels;
  }
}
