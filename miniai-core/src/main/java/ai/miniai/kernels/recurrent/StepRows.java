package ai.miniai.kernels.recurrent;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies steps of some sequences between the heap and a row-major float32 array [batch, time, gates
 * · hidden].
 */
final class StepRows {
  private final FloatBuffer memory;
  private final int begin;
  private final int sequence;
  private final int step;
  private final int width;

  /**
   * @param first the first of the sequences
   * @param width the number of hidden units
   */
  StepRows(INDArray x, int first, int width) {
    this(
        x.data().asNioFloat(),
        Math.toIntExact(x.offset() + first * x.size(1) * x.size(2)),
        Math.toIntExact(x.size(1) * x.size(2)),
        Math.toIntExact(x.size(2)),
        width);
  }

  /** Those of a state [batch, hidden], as a single step. */
  static StepRows ofState(INDArray x, int first) {
    int width = Math.toIntExact(x.size(1));
    return new StepRows(
        x.data().asNioFloat(), Math.toIntExact(x.offset()) + first * width, width, width, width);
  }

  /** Those of a buffer that holds a single step. */
  static StepRows ofBuffer(FloatBuffer memory, int width) {
    return new StepRows(memory, 0, width, width, width);
  }

  private StepRows(FloatBuffer memory, int begin, int sequence, int step, int width) {
    this.memory = memory;
    this.begin = begin;
    this.sequence = sequence;
    this.step = step;
    this.width = width;
  }

  /**
   * Reads one gate of step {@code time}: one row for each sequence, until {@code block} is full.
   */
  void get(int time, int gate, float[] block) {
    int from = begin + time * step + gate * width;
    for (int at = 0; at < block.length; at += width) {
      memory.get(from, block, at, width);
      from += sequence;
    }
  }

  /** Writes what {@link #get} reads. */
  void put(int time, int gate, float[] block) {
    int to = begin + time * step + gate * width;
    for (int at = 0; at < block.length; at += width) {
      memory.put(to, block, at, width);
      to += sequence;
    }
  }

  /** Reads all gates of step {@code time}. */
  void get(int time, float[][] blocks) {
    for (int gate = 0; gate < blocks.length; gate++) {
      get(time, gate, blocks[gate]);
    }
  }

  /** Writes all gates of step {@code time}. */
  void put(int time, float[][] blocks) {
    for (int gate = 0; gate < blocks.length; gate++) {
      put(time, gate, blocks[gate]);
    }
  }
}
