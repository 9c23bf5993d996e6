package ai.miniai.nn;

/** A forward pass failed. The message names the module by its path from the one that was called. */
public final class ModuleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Module failed;
  private transient Module root;

  ModuleException(Module failed, RuntimeException cause) {
    super(cause.getMessage(), cause);
    this.failed = failed;
    this.root = failed;
  }

  /** The same failure, seen from a module further out. */
  ModuleException seenFrom(Module outer) {
    root = outer;
    return this;
  }

  /** The module whose forward pass failed. */
  public Module module() {
    return failed;
  }

  /** The dotted path of {@link #module} from the outermost module that was called. */
  public String path() {
    return root.pathOf(failed);
  }

  @Override
  public String getMessage() {
    String path = path();
    String where = path.isEmpty() ? failed.summary() : path + ", " + failed.summary();
    return "in module " + where + ": " + super.getMessage();
  }
}
