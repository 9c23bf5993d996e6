package ai.miniai.parallel;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Lets the ranks of a training add up numbers and exchange messages. All ranks call the same
 * methods in the same order; each call returns when all others have called it too.
 *
 * <p>Each number is added up in the order of the ranks: of a long row, each rank adds up a part and
 * sends it to all. So all ranks get the same bits, whatever the network does. A rank sends and
 * receives 2 (n − 1) / n times the numbers of a long row.
 *
 * <p>For use by one thread. Only {@link #abort} may be called by any.
 */
public final class AllReduce implements AutoCloseable {
  /**
   * Up to this many bytes one round is faster, in which each rank sends all numbers to all and adds
   * up all of them. With two ranks it sends no more than in two rounds.
   */
  private static final int ONE_ROUND_BYTES = 1 << 14;

  /** Kind, counter of calls and number of values. */
  private static final int HEAD_BYTES = 3 * Integer.BYTES;

  private enum Kind {
    SUM('s'),
    TOTAL('t'),
    GATHER('g');

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    static String name(int code) {
      return Stream.of(values())
          .filter(kind -> kind.code == code)
          .map(Kind::name)
          .findFirst()
          .orElse("something else");
    }
  }

  private final Links links;
  private int calls;

  AllReduce(Links links) {
    this.links = links;
  }

  /**
   * For ranks that are threads of this process.
   *
   * @param size the number of ranks, 1 or more
   * @param timeout how long a rank waits for another
   * @return one for each rank
   */
  public static List<AllReduce> inProcess(int size, Duration timeout) {
    checkArgument(size > 0, "expected 1 rank or more, got %s", size);
    return ThreadLinks.connect(size, timeout).stream().map(AllReduce::new).toList();
  }

  /** The number of this rank, from 0. */
  public int rank() {
    return links.rank();
  }

  /** The number of ranks. */
  public int size() {
    return links.size();
  }

  /**
   * Replaces {@code values} by their sum over all ranks. NaN and infinite values stay.
   *
   * @param values as many on each rank
   * @throws PeerException if another rank fails, has gone or does not answer in time
   * @throws IllegalStateException if another rank calls something else
   */
  public void sum(float[] values) {
    sum(new Numbers.Floats(values));
  }

  /** As {@link #sum(float[])}, in float64. */
  public void sum(double[] values) {
    sum(new Numbers.Doubles(values));
  }

  private void sum(Numbers numbers) {
    calls++;
    int length = numbers.length();
    if (size() == 1) {
      return;
    }
    if (size() == 2 || (long) length * numbers.bytes() <= ONE_ROUND_BYTES) {
      ByteBuffer all = message(Kind.SUM, length, numbers, 0, length);
      sendToOthers(all);
      numbers.sum(0, length, receive(Kind.SUM, length), rank());
      return;
    }
    others()
        .forEach(
            to ->
                links.send(
                    to, message(Kind.SUM, length, numbers, begin(to, length), end(to, length))));
    int from = begin(rank(), length);
    int to = end(rank(), length);
    numbers.sum(from, to, receive(Kind.SUM, length), rank());
    sendToOthers(message(Kind.TOTAL, length, numbers, from, to));
    List<ByteBuffer> totals = receive(Kind.TOTAL, length);
    others()
        .forEach(rank -> numbers.read(begin(rank, length), end(rank, length), totals.get(rank)));
  }

  /** Where the part begins that {@code rank} adds up. */
  private int begin(int rank, int length) {
    return (int) ((long) length * rank / size());
  }

  private int end(int rank, int length) {
    return begin(rank + 1, length);
  }

  /**
   * The messages of all ranks, in their order.
   *
   * @throws PeerException if another rank fails, has gone or does not answer in time
   * @throws IllegalStateException if another rank calls something else
   */
  public List<byte[]> gather(byte[] message) {
    calls++;
    ByteBuffer mine = head(Kind.GATHER, 0, message.length).put(message).flip();
    sendToOthers(mine);
    List<ByteBuffer> all = receive(Kind.GATHER, 0);
    ImmutableList.Builder<byte[]> messages = ImmutableList.builder();
    for (int rank = 0; rank < size(); rank++) {
      messages.add(rank == rank() ? message : bytes(all.get(rank)));
    }
    return messages.build();
  }

  /** The message of rank 0; those of others are not sent. Otherwise as {@link #gather}. */
  public byte[] broadcast(byte[] message) {
    return gather(rank() == 0 ? message : new byte[0]).get(0);
  }

  /** Ends the training of all ranks: their calls fail with a {@link PeerException}. */
  public void abort(String reason) {
    links.abort(reason);
  }

  @Override
  public void close() {
    links.close();
  }

  // ---------------------------------------------------------------- messages

  private IntStream others() {
    return IntStream.range(1, size()).map(i -> (rank() + i) % size());
  }

  private void sendToOthers(ByteBuffer message) {
    others().forEach(to -> links.send(to, message.duplicate()));
  }

  private ByteBuffer head(Kind kind, int length, int bytes) {
    return Links.message(HEAD_BYTES + bytes).putInt(kind.code).putInt(calls).putInt(length);
  }

  private ByteBuffer message(Kind kind, int length, Numbers numbers, int from, int to) {
    ByteBuffer message = head(kind, length, (to - from) * numbers.bytes());
    numbers.write(from, to, message.slice());
    return message.rewind();
  }

  /** A message of each other rank, after its head; an empty one in the place of this rank. */
  private List<ByteBuffer> receive(Kind kind, int length) {
    List<ByteBuffer> messages = new ArrayList<>();
    for (int from = 0; from < size(); from++) {
      messages.add(from == rank() ? ByteBuffer.allocate(0) : receive(from, kind, length));
    }
    return messages;
  }

  private ByteBuffer receive(int from, Kind kind, int length) {
    ByteBuffer message = links.receive(from);
    int theirKind = message.getInt();
    int theirCalls = message.getInt();
    int theirLength = message.getInt();
    if (theirKind != kind.code || theirCalls != calls || theirLength != length) {
      throw new IllegalStateException(
          "ranks are out of step: rank %s is at %s of %s numbers (call %s), rank %s at %s of %s (call %s)"
                  .formatted(
                      rank(),
                      kind,
                      length,
                      calls,
                      from,
                      Kind.name(theirKind),
                      theirLength,
                      theirCalls)
              + ". Have all ranks the same model, data and callbacks?");
    }
    return message.slice();
  }

  private static byte[] bytes(ByteBuffer message) {
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    return bytes;
  }
}
