package ai.miniai.examples.battery;

import static java.util.Objects.requireNonNull;

import ai.miniai.doctor.Finding;
import ai.miniai.doctor.Pattern;
import ai.miniai.doctor.Severity;
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

  private Judged.Outcome outcome(Judged judged) {
    return judged.outcome(requireNonNull(best.get(judged.run().network())));
  }

  String text(boolean each) {
    String tables = outcomes() + "\n" + patterns();
    return each
        ? tables + runs.stream().map(this::line).collect(Collectors.joining("\n", "\n", ""))
        : tables;
  }

  private String outcomes() {
    StringBuilder text = new StringBuilder();
    text.append("| outcome | runs | found sick | of these before 40 % |\n|---|---|---|---|\n");
    for (Judged.Outcome outcome : Judged.Outcome.values()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %d | %d | %d |%n",
              outcome.name().toLowerCase(Locale.ROOT),
              count(judged -> outcome(judged) == outcome),
              count(judged -> outcome(judged) == outcome && judged.sickAt().isPresent()),
              count(judged -> outcome(judged) == outcome && judged.foundBefore(EARLY))));
    }
    return text.toString();
  }

  private String patterns() {
    StringBuilder text = new StringBuilder();
    text.append("| pattern | called sick | of these healthy | precision | cause known | found |\n");
    text.append("|---|---|---|---|---|---|\n");
    for (Cause cause : Cause.values()) {
      long sick = count(judged -> isSick(judged, cause.pattern));
      long wrong =
          count(
              judged -> isSick(judged, cause.pattern) && outcome(judged) == Judged.Outcome.HEALTHY);
      long known = count(cause.cause);
      long found =
          count(judged -> cause.cause.test(judged) && judged.told().containsKey(cause.pattern));
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %d | %d | %s | %s | %s |%n",
              cause.pattern.label(),
              sick,
              wrong,
              share(sick - wrong, sick),
              known == 0 ? "–" : known,
              share(found, known)));
    }
    return text.toString();
  }

  private long count(Predicate<Judged> wanted) {
    return runs.stream().filter(wanted).count();
  }

  private static boolean isSick(Judged judged, Pattern pattern) {
    Finding finding = judged.told().get(pattern);
    return finding != null && finding.severity() == Severity.SICK;
  }

  private static String share(long part, long whole) {
    return whole == 0 ? "–" : String.format(Locale.ROOT, "%.0f %%", 100.0 * part / whole);
  }

  private String line(Judged judged) {
    return String.format(
        Locale.ROOT,
        "%-8s %.3f %4s %s: %s",
        outcome(judged),
        judged.accuracy(),
        judged.sickAt().isPresent() ? judged.sickAt().getAsInt() : "",
        judged.run().id(),
        judged.told().values().stream()
            .map(finding -> finding.severity() + " " + finding.pattern().label())
            .collect(Collectors.joining(", ")));
  }
}
