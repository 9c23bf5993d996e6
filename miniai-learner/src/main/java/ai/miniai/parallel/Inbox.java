package ai.miniai.parallel;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The messages that one rank has received, a queue for each sender. */
final class Inbox {
  /** A message, or the reason why there are no more. */
  private record Entry(ByteBuffer message, @Nullable PeerException failure) {}

  /** It takes some 50 µs to wake a thread up, and ranks that are equally fast wait as long. */
  private static final long SPIN_NANOS = 200_000;

  private final List<BlockingQueue<Entry>> queues;
  private final Duration timeout;
  private volatile @Nullable PeerException aborted;

  Inbox(int size, Duration timeout) {
    this.timeout = timeout;
    this.queues =
        Stream.<BlockingQueue<Entry>>generate(LinkedBlockingQueue::new).limit(size).toList();
  }

  void put(int from, ByteBuffer message) {
    queues.get(from).add(new Entry(message, null));
  }

  /** The sender has gone: what it has sent can be taken, and nothing after that. */
  void end(int from, PeerException reason) {
    queues.get(from).add(new Entry(ByteBuffer.allocate(0), reason));
  }

  /** No more messages from anybody; the first reason counts. */
  void abort(PeerException reason) {
    if (aborted == null) {
      aborted = reason;
    }
    queues.forEach(queue -> queue.add(new Entry(ByteBuffer.allocate(0), reason)));
  }

  /** Waits for a message. An interrupt is kept for later: ranks must stay in step. */
  ByteBuffer take(int from) {
    Entry entry = poll(from);
    PeerException all = aborted;
    if (all != null) {
      throw all;
    }
    if (entry == null) {
      throw new PeerException(
          from,
          "has not answered for "
              + timeout.toSeconds()
              + " s: it hangs, is much slower than this one, or cannot be reached");
    }
    if (entry.failure != null) {
      queues.get(from).add(entry); // for whoever asks again
      throw entry.failure;
    }
    return entry.message;
  }

  @SuppressWarnings("ThreadPriorityCheck") // only for speed: correct without it too
  private @Nullable Entry poll(int from) {
    long begin = System.nanoTime();
    long end = begin + timeout.toNanos();
    while (System.nanoTime() - begin < SPIN_NANOS) {
      Entry entry = queues.get(from).poll();
      if (entry != null) {
        return entry;
      }
      Thread.yield(); // to the thread that reads, if it has no processor
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return queues.get(from).poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
