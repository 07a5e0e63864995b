package dev.ggen.registry.web.problem;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** Answers what filters and the servlet container refused by {@code sendError}. */
@Hidden
@Controller
public final class ErrorDispatch implements ErrorController {
  @RequestMapping("${server.error.path:/error}")
  void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status) {
      ProblemCode code = ProblemCode.ofStatus(status);
      ProblemWriter.write(request, response, code, code.title() + ".");
    } else {
      ProblemWriter.write(
          request, response, ProblemCode.PATH_NOT_FOUND, "There is nothing at this path.");
    }
  }
}
