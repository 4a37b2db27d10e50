//! A GraphQL server that answers as Apache Spot does.
