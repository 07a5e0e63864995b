package dev.ggen.registry.app;

import dev.ggen.registry.web.problem.ProblemCode;
import dev.ggen.registry.web.problem.ProblemWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/**
 * Answers as problems what Tomcat refuses before any servlet: broken request lines, headers and
 * encodings. Tomcat's own page would name its version. Made by Tomcat, by its class name.
 */
public final class ProblemReportValve extends ErrorReportValve {
  @Override
  protected void report(Request request, Response response, @Nullable Throwable throwable) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    ProblemCode code = ProblemCode.ofStatus(status);
    SecurityHeaders.write(request.isSecure(), response);
    try {
      ProblemWriter.write(request, response, code, code.title() + ".");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
