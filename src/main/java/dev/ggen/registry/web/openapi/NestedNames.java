package dev.ggen.registry.web.openapi;

import io.swagger.v3.core.jackson.TypeNameResolver;
import java.util.Set;

/** Names a nested record after the document around it: {@code InstallDocument.Request}. */
final class NestedNames extends TypeNameResolver {
  @Override
  protected String nameForClass(Class<?> type, Set<Options> options) {
    Class<?> outer = type.getEnclosingClass();
    String name = super.nameForClass(type, options);
    return outer == null ? name : outer.getSimpleName() + "." + name;
  }
}
