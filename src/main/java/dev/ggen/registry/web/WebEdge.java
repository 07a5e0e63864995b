package dev.ggen.registry.web;

import dev.ggen.registry.port.ChangeFeed;
import dev.ggen.registry.web.openapi.OpenApiDescription;
import dev.ggen.registry.web.problem.BodyLimit;
import dev.ggen.registry.web.problem.ErrorDispatch;
import dev.ggen.registry.web.problem.ProblemAdvice;
import dev.ggen.registry.web.problem.RequestIdFilter;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import tools.jackson.databind.json.JsonMapper;

/**
 * All beans of the REST interface, by name: nothing is found by scanning. It needs the ports,
 * {@link ServiceFacts}, {@link FeedSettings} and {@link ArchiveCacheSettings}.
 */
@Configuration(proxyBeanMethods = false)
@Import({
  ArchiveController.class,
  BodyLimit.class,
  ErrorDispatch.class,
  FeedController.class,
  InstallController.class,
  MarkController.class,
  OpenApiDescription.class,
  OwnerController.class,
  PackageController.class,
  ProblemAdvice.class,
  PublishController.class,
  SearchController.class,
  StatusController.class,
  TagController.class,
  TokenController.class
})
public class WebEdge {
  @Bean
  FilterRegistrationBean<RequestIdFilter> requestIdFilter() {
    return first(new RequestIdFilter(), Ordered.HIGHEST_PRECEDENCE);
  }

  @Bean
  FilterRegistrationBean<ScopedNameFilter> scopedNameFilter() {
    return first(new ScopedNameFilter(), Ordered.HIGHEST_PRECEDENCE + 1);
  }

  private static <F extends jakarta.servlet.Filter> FilterRegistrationBean<F> first(
      F filter, int order) {
    FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
    registration.setOrder(order);
    return registration;
  }

  @Bean
  ArchiveSender archiveSender(ArchiveCacheSettings settings) {
    return new ArchiveSender(settings.maxBytes());
  }

  @Bean
  FeedReaders feedReaders(ChangeFeed feed, FeedSettings settings) {
    return new FeedReaders(feed, settings);
  }

  @Bean
  EventStream eventStream(
      ChangeFeed feed, FeedReaders readers, FeedSettings settings, JsonMapper mapper) {
    return new EventStream(feed, readers, settings.heartbeat(), mapper);
  }
}
