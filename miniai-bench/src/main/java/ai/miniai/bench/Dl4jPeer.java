package ai.miniai.bench;

import static com.google.common.base.Preconditions.checkState;

/** DL4J in a JVM like ours: the same backend, the same options, the same environment. */
final class Dl4jPeer {
  private Dl4jPeer() {}

  static Contender start(Workload workload, PeerSettings settings) {
    checkState(
        !workload.model().isSequential(),
        "%s is compared with PyTorch and libtorch only",
        workload.model());
    ProcessBuilder builder =
        ChildJvm.asThisOne(
            Dl4jProgram.class,
            workload.model().name(),
            Integer.toString(workload.batchSize()),
            Boolean.toString(workload.stats()));
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(settings.threads()));
    return new ChildContender("dl4j", builder);
  }
}
