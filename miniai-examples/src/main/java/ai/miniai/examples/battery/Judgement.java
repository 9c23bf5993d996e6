package ai.miniai.examples.battery;

import static java.util.Objects.requireNonNull;

import ai.miniai.doctor.Pattern;
import ai.miniai.doctor.Severity;
import ai.miniai.examples.battery.record.MarkdownTable;
import ai.miniai.examples.battery.record.Outcome;
import com.google.common.collect.ImmutableList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Evaluates the doctor on judged runs, as tables in Markdown. */
final class Judgement {
  /** The fraction of a run before which half of the sick runs should be found. */
  private static final double EARLY = 0.4;

  private final Map<Network, Double> best = new EnumMap<>(Network.class);
  private final List<Judged> runs;

  /** Uses the runs that are {@code wanted}; the best run of a network is chosen among all runs. */
  Judgement(ImmutableList<Judged> all, Predicate<BatteryRun> wanted) {
    all.forEach(judged -> best.merge(judged.run().network(), judged.accuracy(), Math::max));
    runs = all.stream().filter(judged -> wanted.test(judged.run())).toList();
  }

  private Outcome outcome(Judged judged) {
    return judged.outcome(requireNonNull(best.get(judged.run().network())));
  }

  String text(boolean each) {
    String tables = outcomes() + "\n" + patterns();
    return each
        ? tables + runs.stream().map(this::line).collect(Collectors.joining("\n", "\n", ""))
        : tables;
  }

  private String outcomes() {
    var table = new MarkdownTable("outcome", "runs", "found sick", "of these before 40 %");
    for (Outcome outcome : Outcome.values()) {
      table.row(
          outcome.label(),
          count(judged -> outcome(judged) == outcome),
          count(judged -> outcome(judged) == outcome && judged.watched().sickAt().isPresent()),
          count(judged -> outcome(judged) == outcome && judged.watched().foundBefore(EARLY)));
    }
    return table.toString();
  }

  private String patterns() {
    var table =
        new MarkdownTable(
            "pattern", "called sick", "of these healthy", "precision", "cause known", "found");
    for (Cause cause : Cause.values()) {
      long sick = count(judged -> isSick(judged, cause.pattern));
      long wrong =
          count(judged -> isSick(judged, cause.pattern) && outcome(judged) == Outcome.HEALTHY);
      long known = count(cause.cause);
      long found =
          count(
              judged ->
                  cause.cause.test(judged)
                      && judged.watched().diagnosis().finding(cause.pattern).isPresent());
      table.row(
          cause.pattern.label(),
          sick,
          wrong,
          MarkdownTable.percent(sick - wrong, sick),
          known == 0 ? "–" : known,
          MarkdownTable.percent(found, known));
    }
    return table.toString();
  }

  private long count(Predicate<Judged> wanted) {
    return runs.stream().filter(wanted).count();
  }

  private static boolean isSick(Judged judged, Pattern pattern) {
    return judged
        .watched()
        .diagnosis()
        .finding(pattern)
        .filter(finding -> finding.severity() == Severity.SICK)
        .isPresent();
  }

  private String line(Judged judged) {
    return String.format(
        Locale.ROOT,
        "%-8s %.3f %4s %s: %s",
        outcome(judged),
        judged.accuracy(),
        judged.watched().sickAt().isPresent() ? judged.watched().sickAt().getAsInt() : "",
        judged.run().id(),
        judged.watched().diagnosis().findings().stream()
            .map(finding -> finding.severity() + " " + finding.pattern().label())
            .collect(Collectors.joining(", ")));
  }
}
