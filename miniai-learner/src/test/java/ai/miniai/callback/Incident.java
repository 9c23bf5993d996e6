package ai.miniai.callback;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Something thrown at one event of the fit, and what is cancelled; nothing if all fails. */
record Incident(int at, String what, Optional<Phase> cancels, Supplier<Throwable> thrown) {
  private static final List<Event> TRAINING_BATCH =
      List.of(
          Event.BEFORE_BATCH,
          Event.PREDICT,
          Event.AFTER_PREDICT,
          Event.GET_LOSS,
          Event.AFTER_LOSS,
          Event.BACKWARD,
          Event.AFTER_BACKWARD,
          Event.STEP,
          Event.AFTER_STEP,
          Event.ZERO_GRAD,
          Event.AFTER_BATCH,
          Event.CLEANUP_BATCH);

  private static final List<Event> EVALUATION_BATCH =
      List.of(
          Event.BEFORE_BATCH,
          Event.PREDICT,
          Event.AFTER_PREDICT,
          Event.GET_LOSS,
          Event.AFTER_LOSS,
          Event.AFTER_BATCH,
          Event.CLEANUP_BATCH);

  /** The events of a fit of two epochs, each of two batches to train on and two to check on. */
  static final List<Event> WHOLE = whole();

  private static List<Event> whole() {
    List<Event> events = new ArrayList<>(List.of(Event.BEFORE_FIT));
    for (int epoch = 0; epoch < 2; epoch++) {
      for (List<Event> batch : List.of(TRAINING_BATCH, EVALUATION_BATCH)) {
        events.add(Event.BEFORE_EPOCH);
        events.addAll(batch);
        events.addAll(batch);
        events.add(Event.AFTER_EPOCH);
        events.add(Event.CLEANUP_EPOCH);
      }
    }
    events.add(Event.AFTER_FIT);
    events.add(Event.CLEANUP_FIT);
    return events;
  }

  /** The place of the first such event in {@link #WHOLE}. */
  static int first(Event event) {
    return WHOLE.indexOf(event);
  }

  static Stream<Incident> incidents() {
    return IntStream.range(0, WHOLE.size())
        .boxed()
        .flatMap(
            at ->
                Stream.of(
                    new Incident(
                        at, "cancel batch", Optional.of(Phase.BATCH), CancelBatchException::new),
                    new Incident(
                        at, "cancel epoch", Optional.of(Phase.EPOCH), CancelEpochException::new),
                    new Incident(at, "cancel fit", Optional.of(Phase.FIT), CancelFitException::new),
                    new Incident(
                        at,
                        "exception",
                        Optional.empty(),
                        () -> new IllegalStateException("by intent"))));
  }

  /** The incidents at the first event of each kind: enough where the outcome is the same. */
  static Stream<Incident> firstIncidents() {
    Set<Event> seen = EnumSet.noneOf(Event.class);
    Set<Integer> first =
        Set.copyOf(
            IntStream.range(0, WHOLE.size()).filter(i -> seen.add(WHOLE.get(i))).boxed().toList());
    return incidents().filter(incident -> first.contains(incident.at()));
  }

  @Override
  public String toString() {
    return what + " in event " + at + ", " + WHOLE.get(at);
  }

  /** The phases that have begun and have not been cleaned up, the innermost last. */
  private Deque<Phase> open() {
    Deque<Phase> open = new ArrayDeque<>();
    for (Event event : WHOLE.subList(0, at + 1)) {
      if (event == event.phase().before()) {
        open.addLast(event.phase());
      } else if (event == event.phase().cleanup()) {
        open.removeLast();
      }
    }
    return open;
  }

  /** Whether it is a signal for a phase that runs, be it in its cleanup. */
  boolean isQuiet() {
    return cancels.isPresent() && cancels.get().compareTo(WHOLE.get(at).phase()) <= 0;
  }

  /** What happens: cleanup, from the inside out, then what comes after the cancelled phase. */
  List<Event> expected() {
    List<Event> events = new ArrayList<>(WHOLE.subList(0, at + 1));
    Deque<Phase> open = open();
    Phase outermost = isQuiet() ? cancels.get() : Phase.FIT;
    while (!open.isEmpty() && open.getLast().compareTo(outermost) >= 0) {
      events.add(open.removeLast().cleanup());
    }
    int next = at;
    while (WHOLE.get(next) != outermost.cleanup()) {
      next++;
    }
    events.addAll(WHOLE.subList(next + 1, WHOLE.size()));
    return events;
  }
}
