package ai.miniai.tracking;

import ai.miniai.io.FileErrors;
import com.google.common.collect.ImmutableList;
import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a run to MLflow, on a thread of its own, in the order in which it is reported. Nothing here
 * makes the training wait or fail: if the server does not answer, does not keep up or refuses
 * something, one line says so, and what it does not get is kept in a folder.
 */
final class MlflowCourier {
  /** What waits to be sent: an hour of a fit with a step a second. */
  private static final int MOST_WAITING = 10_000;

  private static final int MOST_METRICS = 1000;
  private static final int MOST_OTHERS = 100;

  /** How long metrics are gathered into one request. */
  private static final Duration GATHERING = Duration.ofSeconds(1);

  /** How long the end of a fit waits for the last lines on disk. */
  private static final Duration WRITING = Duration.ofSeconds(10);

  /** How a run is found on the server or made. */
  @FunctionalInterface
  interface Opening {
    MlflowServer.Run open(MlflowServer server) throws IOException, InterruptedException;
  }

  /** A request, which may be tried again. */
  @FunctionalInterface
  private interface Request<T> {
    T send() throws IOException, InterruptedException;
  }

  private final MlflowServer server;
  private final Opening opening;
  private final Unsent unsent;
  private final ImmutableList<Duration> pauses;
  private final Consumer<? super String> say;
  private final BlockingQueue<MlflowEntry> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final List<MlflowEntry> inHand = new ArrayList<>();
  private final Thread thread;
  private volatile MlflowServer.@Nullable Run run;
  private boolean givenUp;
  private boolean warned;
  private boolean lost;

  /**
   * Begins a run.
   *
   * @param pauses before each further attempt at a request that has failed
   * @param say gets the one line
   */
  MlflowCourier(
      MlflowServer server,
      Opening opening,
      Unsent unsent,
      List<Duration> pauses,
      Consumer<? super String> say) {
    this.server = server;
    this.opening = opening;
    this.unsent = unsent;
    this.pauses = ImmutableList.copyOf(pauses);
    this.say = say;
    thread = new Thread(this::work, "miniai-mlflow");
    thread.setDaemon(true); // a program may end before the server answers
    thread.start();
  }

  // ---------------------------------------------------------------- the training's side

  /** Takes something to be sent; never waits. */
  void add(MlflowEntry entry) {
    if (!waiting.offer(entry)) {
      warn("it is too slow");
      keep(entry);
    }
  }

  /** The id of the run, once the server has given it one. */
  Optional<String> runId() {
    return Optional.ofNullable(run).map(MlflowServer.Run::id);
  }

  /** Sends the end of the run, and waits as long until all is sent; keeps the rest. */
  void end(MlflowEntry.End end, Duration patience) {
    long until = System.nanoTime() + patience.toNanos();
    boolean interrupted = Thread.interrupted(); // the fit was stopped; this is for its results
    try {
      if (waiting.offer(end, patience.toNanos(), TimeUnit.NANOSECONDS)) {
        TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, until - System.nanoTime()));
      } else {
        keep(end);
      }
    } catch (InterruptedException again) {
      interrupted = true;
    }
    if (thread.isAlive()) {
      thread.interrupt();
      Uninterruptibles.joinUninterruptibly(thread, WRITING);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  // ---------------------------------------------------------------- the thread

  private void work() {
    try (unsent) {
      sendAll();
    } catch (InterruptedException outOfPatience) {
      warn("it is too slow");
      inHand.forEach(this::keep);
      List<MlflowEntry> rest = new ArrayList<>();
      waiting.drainTo(rest);
      rest.forEach(this::keep);
    } catch (IOException e) {
      notKept(e);
    }
  }

  private void sendAll() throws InterruptedException {
    try {
      run = patiently(() -> opening.open(server));
    } catch (IOException failure) {
      giveUp(failure);
    }
    MlflowEntry first = waiting.take();
    while (!(first instanceof MlflowEntry.End)) {
      MlflowEntry next = handle(first);
      first = next == null ? waiting.take() : next;
    }
    handle(first);
  }

  /** Sends an entry, together with those behind it; returns one that was too many. */
  private @Nullable MlflowEntry handle(MlflowEntry first) throws InterruptedException {
    MlflowEntry next = null;
    inHand.add(first);
    if (isLogged(first)) {
      next = gather();
    }
    MlflowServer.Run to = run;
    if (to == null || givenUp) {
      inHand.forEach(this::keep);
    } else {
      try {
        patiently(
            () -> {
              send(to, first);
              return to;
            });
      } catch (MlflowException refused) {
        inHand.forEach(this::keep);
        if (refused.isTemporary() || refused.isForbidden()) {
          giveUp(refused);
        } else {
          warn(reason(refused));
        }
      } catch (IOException failure) {
        inHand.forEach(this::keep);
        giveUp(failure);
      }
    }
    inHand.clear();
    return next;
  }

  private void send(MlflowServer.Run to, MlflowEntry first)
      throws IOException, InterruptedException {
    if (first instanceof MlflowEntry.Artifact artifact) {
      server.upload(to, artifact);
    } else if (first instanceof MlflowEntry.End end) {
      server.end(to, end);
    } else {
      server.log(to, inHand);
    }
  }

  /** Adds what comes within a second, as far as a request may hold it. */
  private @Nullable MlflowEntry gather() throws InterruptedException {
    long until = System.nanoTime() + GATHERING.toNanos();
    while (true) {
      MlflowEntry next = waiting.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null || !isLogged(next) || !fits(next)) {
        return next;
      }
      inHand.add(next);
    }
  }

  private static boolean isLogged(MlflowEntry entry) {
    return !(entry instanceof MlflowEntry.Artifact || entry instanceof MlflowEntry.End);
  }

  private boolean fits(MlflowEntry entry) {
    long alike = inHand.stream().filter(other -> other.getClass() == entry.getClass()).count();
    return inHand.size() < MOST_METRICS
        && alike < (entry instanceof MlflowEntry.Metric ? MOST_METRICS : MOST_OTHERS);
  }

  private <T> T patiently(Request<T> request) throws IOException, InterruptedException {
    for (Duration pause : pauses) {
      try {
        return request.send();
      } catch (MlflowException refused) {
        if (!refused.isTemporary()) {
          throw refused;
        }
      } catch (IOException mayComeBack) {
        // Its server is slow, or starts anew: it is tried again.
      }
      Thread.sleep(pause.toMillis()); // gives the server time to come back
    }
    return request.send();
  }

  // ---------------------------------------------------------------- what goes wrong

  private void giveUp(IOException failure) {
    givenUp = true;
    warn(reason(failure));
  }

  /** Why a request has failed, in words. */
  static String reason(IOException failure) {
    if (failure instanceof HttpTimeoutException) {
      return "it does not answer in time";
    }
    return failure instanceof ConnectException
        ? "no server answers there; is it running?"
        : String.valueOf(failure.getMessage());
  }

  private synchronized void warn(String why) {
    if (!warned) {
      warned = true;
      say.accept(
          "cannot send everything to %s (%s); the training goes on, and what is not sent is in %s"
              .formatted(server.uri(), why, unsent.folder()));
    }
  }

  private synchronized void keep(MlflowEntry entry) {
    try {
      unsent.store(entry, runId().orElse(""));
    } catch (IOException e) {
      notKept(e);
    }
  }

  private synchronized void notKept(IOException failure) {
    if (!lost) {
      lost = true;
      say.accept(
          "cannot keep what is not sent in %s either: %s"
              .formatted(unsent.folder(), FileErrors.reason(failure)));
    }
  }
}
