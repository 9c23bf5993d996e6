package ai.miniai.parallel;

import ai.miniai.tensor.Tensor;
import com.google.common.util.concurrent.Futures;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Parameters whose gradients are exchanged in one message. */
final class Bucket {
  /** The gradient that was sent; null if there was none. */
  private record Sent(@Nullable Tensor gradient, int version) {
    static Sent of(Tensor parameter) {
      Tensor gradient = parameter.lendGrad();
      return new Sent(gradient, gradient == null ? 0 : gradient.version());
    }
  }

  private final List<Tensor> members;
  private final List<Sent> sent = new ArrayList<>();
  private int missing;
  private final Row row;
  private Future<?> sum = Futures.immediateVoidFuture();

  /** {@code all}: the parameters of all buckets, which are summed in one precision. */
  Bucket(List<Tensor> members, List<Tensor> all) {
    this.members = members;
    this.row = Row.of(Row.length(members), all);
  }

  void begin() {
    missing = members.size();
  }

  /** One of the gradients is complete. */
  void complete() {
    missing--;
  }

  boolean isComplete() {
    return missing <= 0;
  }

  /**
   * Copies the gradients, times {@code weight}, and lets {@code sender} sum them over the ranks.
   */
  void send(int weight, AllReduce ranks, ExecutorService sender) {
    row.clear(); // the last sum has been waited for
    sent.clear();
    int at = 0;
    for (Tensor member : members) {
      Sent now = weight > 0 ? Sent.of(member) : new Sent(null, 0);
      sent.add(now);
      if (now.gradient != null) {
        row.put(at, now.gradient, weight);
      }
      at += (int) member.length();
    }
    sum = sender.submit(() -> row.sum(ranks));
  }

  /** Whether the gradients are others than those that were sent. */
  boolean hasChanged() {
    for (int i = 0; i < members.size(); i++) {
      Sent now = Sent.of(members.get(i));
      if (now.gradient != sent.get(i).gradient || now.version != sent.get(i).version) {
        return true;
      }
    }
    return false;
  }

  /** Ends when the row has been summed. */
  Future<?> sum() {
    return sum;
  }

  /**
   * Marks those that had a gradient which counts, from {@code mark} on.
   *
   * @return the mark after this bucket's
   */
  int mark(Row marks, int mark) {
    int at = mark;
    for (Sent one : sent) {
      marks.set(at++, one.gradient == null ? 0 : 1);
    }
    return at;
  }

  /**
   * Sets the gradients to the mean over the items.
   *
   * @param marks says from {@code mark} on which parameters have a gradient on any rank
   * @return the mark after this bucket's
   */
  int setGradients(Row marks, int mark, long items) {
    row.setGradients(members, marks, mark, items);
    return mark + members.size();
  }
}
