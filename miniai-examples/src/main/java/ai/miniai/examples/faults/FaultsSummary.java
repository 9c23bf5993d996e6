package ai.miniai.examples.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * How often the doctor was right.
 *
 * @param recognised faulty runs that were recognised
 * @param cause faulty runs of which a true cause was named first
 * @param faulty all faulty runs
 * @param alarms good runs with a false alarm
 * @param good all runs in which no fault is known
 */
record FaultsSummary(long recognised, long cause, long faulty, long alarms, long good) {
  static FaultsSummary of(List<JudgedCase> cases) {
    List<FaultJudgement> faulty =
        cases.stream()
            .filter(one -> !one.faultCase().isOrigin())
            .map(one -> one.faulty().judgement())
            .toList();
    List<FaultJudgement> good =
        cases.stream().flatMap(JudgedCase::good).map(JudgedRun::judgement).toList();
    return new FaultsSummary(
        faulty.stream().filter(FaultJudgement::recognised).count(),
        faulty.stream().filter(FaultJudgement::cause).count(),
        faulty.size(),
        good.stream().filter(FaultJudgement::alarm).count(),
        good.size());
  }

  /** In one line. */
  String text() {
    return String.format(
        "faults: recognised %d of %d, cause %d of %d, alarms %d of %d",
        recognised, faulty, cause, faulty, alarms, good);
  }

  /** Adds the numbers to an object. */
  void write(ObjectNode node) {
    node.put("recognised", recognised)
        .put("cause", cause)
        .put("faulty", faulty)
        .put("alarms", alarms)
        .put("good", good);
  }
}
